namespace FunctionsPlatform.Platform.Liquid;

/// <summary>
/// Bounds of a template's own text. Parsing and rendering go down a call for every level, and a stack that overflows takes the process with it. Counted is what stands
/// anywhere: what is inside what is known only to the parser.
/// </summary>
internal static class LiquidShape
{
    private const int MostTags = 300;
    private const int MostFilters = 600;
    private const int MostConditions = 1_000;
    private const int MostBrackets = 20;

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Check(string template, int mostCharacters)
    {
        if (template.Length > mostCharacters)
            return $"A template has at most {mostCharacters:N0} characters.";
        if (template.AsSpan().Count("{%") > MostTags)
            return $"A template has at most {MostTags} tags.";
        if (template.AsSpan().Count('|') > MostFilters)
            return $"A template has at most {MostFilters} filters.";
        if (template.AsSpan().Count("and") + template.AsSpan().Count("or") > MostConditions)
            return $"A template has at most {MostConditions:N0} times 'and' and 'or'.";
        return Depth(template) > MostBrackets ? $"A template has at most {MostBrackets} open brackets at a time." : null;
    }

    private static int Depth(string template)
    {
        var (depth, deepest) = (0, 0);
        foreach (var character in template)
        {
            depth = character switch
            {
                '[' or '(' => depth + 1,
                ']' or ')' => Math.Max(depth - 1, 0),
                _ => depth,
            };
            deepest = Math.Max(deepest, depth);
        }
        return deepest;
    }
}
