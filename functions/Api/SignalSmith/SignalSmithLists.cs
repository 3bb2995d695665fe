using System.Globalization;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.SignalSmith;

internal static class SignalSmithLists
{
    /// <summary>Items of a bare array at most; <c>X-Total-Count</c> tells when there are more.</summary>
    public const int Most = 1000;

    private const string TotalHeader = "X-Total-Count";

    /// <summary>A bare array, or one page of it with its place in the whole when the request asks for pages.</summary>
    public static ApiResponse ListOrPage<T>(this HttpRequest request, IReadOnlyList<T> all)
        where T : class => request.ListPart().Succeeded(out var part, out var wrong) ? request.Answer(part, Of(all, part), all.Count) : request.Refuse(wrong);

    /// <summary>The same of a list that is read from cursor to cursor.</summary>
    public static Task<IActionResult> ListOrPageAsync<TItem, TBody>(
        this HttpRequest request, Func<string?, Task<Result<Page<TItem>>>> read, Func<TItem, TBody> show)
        where TBody : class => request.ListOrPageAsync(read, item => Task.FromResult(show(item)));

    /// <summary>The same, where items are shown at some cost: only those that are answered are.</summary>
    public static async Task<IActionResult> ListOrPageAsync<TItem, TBody>(
        this HttpRequest request, Func<string?, Task<Result<Page<TItem>>>> read, Func<TItem, Task<TBody>> show)
        where TBody : class =>
        (await Pages.AllAsync(read)).Succeeded(out var all, out var refusal) && request.ListPart().Succeeded(out var part, out refusal)
            ? request.Answer(part, await Task.WhenAll(Of(all, part).Select(show)), all.Count)
            : request.Refuse(refusal);

    /// <summary>Which part of a list the request asks for, where the list is read in parts.</summary>
    public static Result<ListPart> ListPart(this HttpRequest request)
    {
        var parameters = request.Parameters();
        if (!parameters.Has("page") && !parameters.Has("page_size"))
            return new ListPart(0, Most, null);
        var page = request.Call().Dialect.ReadPage(parameters);
        return parameters.Error is { } wrong ? wrong : new ListPart((long)(page.Number - 1) * page.Limit, page.Limit, page.Number);
    }

    /// <summary>The part that was asked for, as <see cref="ListOrPage{T}"/> would answer it.</summary>
    public static ApiResponse Answer<T>(this HttpRequest request, ListPart part, IReadOnlyList<T> items, long total)
        where T : class
    {
        var response = part.Page is { } page
            ? request.Ok(new SignalSmithPage<T>(items, new Pagination(page, part.Limit, total)))
            : request.List(items);
        return response.WithHeader(TotalHeader, total.ToString(CultureInfo.InvariantCulture));
    }

    private static T[] Of<T>(IReadOnlyList<T> all, ListPart part) => [.. all.Skip((int)Math.Min(part.Offset, int.MaxValue)).Take(part.Limit)];

    private sealed record SignalSmithPage<T>(IReadOnlyList<T> Data, Pagination Pagination);

    private sealed record Pagination(int Page, int PageSize, long Total);
}

/// <param name="Page">The page's number; null when a bare array is asked for.</param>
internal sealed record ListPart(long Offset, int Limit, int? Page);
