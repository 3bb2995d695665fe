namespace FunctionsPlatform.Api.Requests;

/// <summary>Which part of a list a caller wants.</summary>
/// <param name="Limit">Items a page.</param>
/// <param name="Cursor">Where an earlier page ended, as the store wrote it; null for the first page.</param>
/// <param name="Number">The page's number from 1, in the dialects that count pages instead.</param>
public sealed record PageRequest(int Limit, string? Cursor = null, int Number = 1);
