using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Numbered pages, asked for by any of the names that the product's documents and its code have for number and size.</summary>
public sealed class SquaredPages(IOptions<AiSquaredOptions> options)
{
    public const int LargestSize = 100;

    private static readonly string[] Numbers = ["page", "page[number]"];
    private static readonly string[] Sizes = ["page_size", "per_page", "page[size]"];

    public PageRequest Read(RequestParameters parameters) => Read(parameters, options.Value.DefaultPageSize);

    internal static PageRequest Read(RequestParameters parameters, int defaultSize) => new(
        Math.Min(parameters.Integer(NameOf(parameters, Sizes), defaultSize, 1), LargestSize),
        Number: parameters.Integer(NameOf(parameters, Numbers), 1, 1));

    /// <summary>A page of a list that is in memory whole.</summary>
    public static IReadOnlyList<T> Take<T>(IReadOnlyList<T> all, PageRequest page) =>
        [.. all.Skip((int)Math.Min(Skipped(page), all.Count)).Take(page.Limit)];

    /// <summary>Items before the page.</summary>
    public static long Skipped(PageRequest page) => (page.Number - 1L) * page.Limit;

    /// <summary>The page with its links.</summary>
    /// <param name="total">Items of the whole list.</param>
    public static ApiResponse Answer<T>(HttpRequest request, PageRequest page, IReadOnlyList<Resource<T>> items, long total)
    {
        var last = Math.Max(1, (total + page.Limit - 1) / page.Limit);
        return Answer(request, page, items, page.Number < last, last);
    }

    /// <param name="last">Number of the last page; null when it is not known.</param>
    public static ApiResponse Answer<T>(HttpRequest request, PageRequest page, IReadOnlyList<Resource<T>> items, bool hasNext, long? last)
    {
        var links = new PageLinks(
            To(request, page.Number),
            To(request, 1),
            page.Number > 1 ? To(request, page.Number - 1L) : null,
            hasNext ? To(request, page.Number + 1L) : null,
            last is { } number ? To(request, number) : null);
        return request.Bare(StatusCodes.Status200OK, new ResourcePage<T>(items, links));
    }

    private static string To(HttpRequest request, long number)
    {
        var name = NameOf(new RequestParameters(request.Query), Numbers);
        var others = request.Query.Where(parameter => !Numbers.Contains(parameter.Key));
        var query = QueryString.Create(others).Add(name, $"{number}");
        return request.Path.ToUriComponent() + query.ToUriComponent();
    }

    private static string NameOf(RequestParameters parameters, string[] names) => names.FirstOrDefault(parameters.Has) ?? names[0];
}
