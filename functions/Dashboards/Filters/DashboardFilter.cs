namespace FunctionsPlatform.Dashboards;

/// <summary>A parameter of a dashboard. It applies to each widget whose query has the column, as a condition around that query.</summary>
/// <param name="Parameter">How addresses name it; a range has two, <c>period_from</c> and <c>period_to</c>.</param>
public sealed record DashboardFilter(string Parameter, string Column, FilterType Type)
{
    public FilterOperator Operator { get; init; }

    public string? Label { get; init; }

    /// <summary>Values to choose from; empty for any.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The value where an address names none.</summary>
    public string? Default { get; init; }

    /// <summary>Of a range.</summary>
    public string? DefaultFrom { get; init; }

    /// <summary>Of a range.</summary>
    public string? DefaultTo { get; init; }

    /// <summary>Parameters of an address, each with its default.</summary>
    internal IEnumerable<(string Name, string? Default)> Parameters => Operator == FilterOperator.Range
        ? [($"{Parameter}_from", DefaultFrom), ($"{Parameter}_to", DefaultTo)]
        : [(Parameter, Default)];
}

public enum FilterType
{
    Text,
    Number,
    Date,
}

public enum FilterOperator
{
    Equals,

    /// <summary>From and to, both included.</summary>
    Range,
}
