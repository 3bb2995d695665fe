using Fluid;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>What the templates of one place may say and use, beside what all may.</summary>
internal sealed record LiquidRules
{
    /// <summary>Of the template's own text.</summary>
    public required int Characters { get; init; }

    public required int Steps { get; init; }

    /// <summary>Characters that one rendering makes by filters, captures and ranges.</summary>
    public required long Made { get; init; }

    /// <summary>How far apart the numbers of a range are, which have to be written out; where null, any numbers that the budget allows.</summary>
    public int? LongestRange { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<LiquidFilter> Filters { get; init; } = [];
}

/// <summary>A filter that only one place has.</summary>
internal sealed record LiquidFilter(string Name, FilterDelegate Apply)
{
    /// <summary>What is wrong with the first argument, where that is written out; or null.</summary>
    public Func<string, string?> Check { get; init; } = _ => null;
}
