using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>What is shown, compared or ordered by: a column, an aggregate of one, or a number of rows.</summary>
/// <param name="Rows">The table whose rows are counted, when there is no column.</param>
internal sealed record Operand(IndexedColumn? Column, AggregateFunction? Function = null, IndexedTable? Rows = null,
    bool IsDistinct = false, DateUnit? Period = null)
{
    public bool IsAggregate => Function is not null;

    public IndexedTable? Table => Column?.Table ?? Rows;

    public static Operand CountOf(IndexedTable? table) => new(null, AggregateFunction.Count, table);
}
