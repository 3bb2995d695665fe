using FunctionsPlatform.Api.Requests;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Parameters that this API refuses in words of its own.</summary>
internal static class SquaredParameters
{
    /// <summary>One word out of a closed set; null when it is absent.</summary>
    /// <param name="refusal">What is said of any other word.</param>
    public static string? OneOf(this RequestParameters parameters, string name, IReadOnlyCollection<string> allowed, string refusal)
    {
        var word = parameters.Text(name);
        if (word is not null && !allowed.Contains(word))
            parameters.Fail(name, refusal);
        return word;
    }

    /// <summary>Refuses a request that says nothing of a parameter, unless it is refused already.</summary>
    /// <param name="value">What was read of it.</param>
    public static void Require(this RequestParameters parameters, string name, string? value)
    {
        if (value is null && parameters.Error is null)
            parameters.Fail(name, "is missing");
    }
}
