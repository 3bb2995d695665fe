using FunctionsPlatform.Api.Responses;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.SignalSmith;

internal static class SignalSmithLists
{
    /// <summary>A bare array, or one page of it with its place in the whole when the request asks for pages.</summary>
    public static ApiResponse ListOrPage<T>(this HttpRequest request, IReadOnlyList<T> all)
        where T : class
    {
        var parameters = request.Parameters();
        if (!parameters.Has("page") && !parameters.Has("page_size"))
            return request.List(all);
        var page = request.Call().Dialect.ReadPage(parameters);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var items = all.Skip((int)Math.Min((long)(page.Number - 1) * page.Limit, int.MaxValue)).Take(page.Limit).ToArray();
        return request.Ok(new SignalSmithPage<T>(items, new Pagination(page.Number, page.Limit, all.Count)));
    }

    private sealed record SignalSmithPage<T>(IReadOnlyList<T> Data, Pagination Pagination);

    private sealed record Pagination(int Page, int PageSize, int Total);
}
