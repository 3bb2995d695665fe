using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Dashboards;

/// <summary>Which columns of a result are drawn, and how. All is optional: by default the first column names the rows and the numeric ones are their values.</summary>
public sealed record WidgetDisplay
{
    /// <summary>The column of the horizontal axis, of a pie's slices, of a table's groups.</summary>
    public string? X { get; init; }

    /// <summary>The columns of values.</summary>
    public IReadOnlyList<string> Y { get; init; } = [];

    /// <summary>The column whose values are drawn apart, each in a colour of its own.</summary>
    public string? Series { get; init; }

    /// <summary>Of a metric: the column that its value is compared with.</summary>
    public string? Comparison { get; init; }

    /// <summary>How the database puts rows of the same X and series together; null leaves rows as they are.</summary>
    public SqlAggregate? Aggregate { get; init; }

    /// <summary>Where an aggregate applies: the order of rows.</summary>
    public WidgetSort? Sort { get; init; }

    /// <summary>The first so many rows are enough.</summary>
    public int? Limit { get; init; }

    public NumberFormat Format { get; init; }

    /// <summary>The ISO 4217 code of a currency, or a word behind numbers.</summary>
    public string? Unit { get; init; }

    /// <summary>Series stand on each other.</summary>
    public bool Stacked { get; init; }

    /// <summary>Bars lie.</summary>
    public bool Horizontal { get; init; }
}

public enum WidgetSort
{
    /// <summary>Ascending.</summary>
    X,

    /// <summary>Largest first.</summary>
    Value,
}

public enum NumberFormat
{
    Number,
    Currency,

    /// <summary>0.25 is shown as 25%.</summary>
    Percent,
}
