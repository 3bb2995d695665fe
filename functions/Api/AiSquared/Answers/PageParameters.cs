using FunctionsPlatform.Api.Declarations;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>The endpoint's list comes in pages, read by <see cref="SquaredPages"/>.</summary>
internal sealed class PageNumberAttribute : QueryParameterAttribute
{
    public PageNumberAttribute()
        : base("page", "Number of the page, from 1.") => Type = typeof(int);
}

/// <summary>How large those pages are.</summary>
internal sealed class PageSizeAttribute : QueryParameterAttribute
{
    /// <param name="items">What is listed, as a sentence begins with it: <c>Syncs</c>.</param>
    public PageSizeAttribute(string items)
        : base("page_size", $"{items} a page, {SquaredPages.LargestSize} at most.") => Type = typeof(int);
}
