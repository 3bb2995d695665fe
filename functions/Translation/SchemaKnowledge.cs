using System.Text.Json;

namespace FunctionsPlatform.Translation;

/// <summary>What the people of a workspace call the things of one database. It never changes, so a translator may keep what it makes of it.</summary>
public sealed record SchemaKnowledge(IReadOnlyList<KnownName> Names, IReadOnlyList<Metric> Metrics);

/// <summary>Other names of a table, or of one of its columns.</summary>
/// <param name="Table">Its name, behind the schema's and a dot where several schemas have one of it.</param>
public sealed record KnownName(string Table, string? Column, IReadOnlyList<string> Aliases, string? Description = null)
{
    public override string ToString() => Column is null ? Table : $"{Table}.{Column}";
}

/// <summary>A number that people ask for by its name: an aggregate over rows of one table.</summary>
/// <param name="Column">What is aggregated; null to count rows.</param>
/// <param name="Filters">Which rows; all of them must hold.</param>
public sealed record Metric(
    string Name,
    string Table,
    MetricAggregate Aggregate,
    string? Column,
    IReadOnlyList<MetricFilter> Filters,
    IReadOnlyList<string> Synonyms,
    string? Description = null);

public enum MetricAggregate
{
    Count,
    CountDistinct,
    Sum,
    Avg,
    Min,
    Max,
}

/// <param name="Operator">One of <see cref="Operators"/>.</param>
/// <param name="Value">A string, number or boolean; an array of them for lists; nothing where the operator takes no value.</param>
public sealed record MetricFilter(string Column, string Operator, JsonElement? Value = null)
{
    public const string In = "in";
    public const string NotIn = "not_in";
    public const string IsNull = "is_null";
    public const string IsNotNull = "is_not_null";

    public static IReadOnlyList<string> Operators { get; } = ["=", "!=", "<", "<=", ">", ">=", In, NotIn, IsNull, IsNotNull];

    public bool TakesList => Operator is In or NotIn;

    public bool TakesNothing => Operator is IsNull or IsNotNull;
}
