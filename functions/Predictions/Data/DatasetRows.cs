namespace FunctionsPlatform.Predictions;

/// <summary>Rows of a dataset.</summary>
/// <param name="Sql">One SELECT over it; null for the whole table.</param>
public sealed record DatasetRows(Guid Id, string? Sql = null);
