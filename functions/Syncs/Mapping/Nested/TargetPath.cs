using System.Text.RegularExpressions;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>A place in the JSON that a destination takes: <c>properties.email</c>, <c>tags[]</c>, <c>lines[].sku</c>.</summary>
internal static partial class TargetPath
{
    /// <summary>Whether it leads through an array.</summary>
    public static bool IsArray(string name) => Parse(name) is { } steps && steps.Any(step => step.IsArray);

    /// <summary>Null when it is no path: then it is a name.</summary>
    public static IReadOnlyList<Step>? Parse(string name) => Syntax().IsMatch(name)
        ? [.. name.Split('.').Select(step => step.EndsWith("[]", StringComparison.Ordinal) ? new Step(step[..^2], true) : new Step(step, false))]
        : null;

    public readonly record struct Step(string Name, bool IsArray);

    [GeneratedRegex(@"^[^.\[\]]+(?:\[\])?(?:\.[^.\[\]]+(?:\[\])?)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
