using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>What is shown, compared or ordered by: a column, an aggregate of one, or a number of rows.</summary>
/// <param name="Rows">The table whose rows are counted, when there is no column.</param>
internal sealed record Operand(IndexedColumn? Column, AggregateFunction? Function = null, IndexedTable? Rows = null,
    bool IsDistinct = false, DateUnit? Period = null)
{
    /// <summary>What the operand was resolved from.</summary>
    public IndexedMetric? Metric { get; init; }

    /// <summary>The rows of the metric are chosen in its aggregate, since the query speaks of others, too.</summary>
    public bool IsConditional { get; init; }

    public bool IsAggregate => Function is not null || Column is { Metric: not null };

    public IndexedTable? Table => Column?.Table ?? Rows;

    public static Operand CountOf(IndexedTable? table) => new(null, AggregateFunction.Count, table);
}
