using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Section <c>AiSquared</c>.</summary>
public sealed class AiSquaredOptions
{
    public const string Section = "AiSquared";

    /// <summary>Items a page where a request does not say how many.</summary>
    [Range(1, SquaredPages.LargestSize)]
    public int DefaultPageSize { get; set; } = SquaredPages.LargestSize;

    /// <summary>Whether anybody may make an account, with a workspace of its own.</summary>
    public bool AllowSignUp { get; set; } = true;
}
