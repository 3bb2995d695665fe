using FunctionsPlatform.Api.Declarations;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The endpoint's list can be asked for in pages, as <see cref="SignalSmithLists"/> answers it.</summary>
internal sealed class PageNumberAttribute : QueryParameterAttribute
{
    public PageNumberAttribute()
        : base("page", "Page number from 1. With it, or with page_size, the answer is `{data, pagination}`.") => Type = typeof(int);
}

/// <summary>How large those pages are.</summary>
internal sealed class PageSizeAttribute : QueryParameterAttribute
{
    /// <param name="items">What is listed, as a sentence begins with it: <c>Sources</c>.</param>
    public PageSizeAttribute(string items)
        : base("page_size", $"{items} a page, at most {SignalSmithDialect.MaxPageSize}.") => Type = typeof(int);
}
