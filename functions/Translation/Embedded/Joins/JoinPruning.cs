using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Joins;

/// <summary>Leaves out tables that a query only passes by: looking up a row by its key neither adds rows nor shows anything.</summary>
internal static class JoinPruning
{
    /// <param name="used">Tables of which the query uses a column.</param>
    public static (IndexedTable From, List<Join> Joins) Prune(IndexedTable from, List<Join> joins, IReadOnlySet<IndexedTable> used)
    {
        var kept = new List<Join>(joins);
        while (kept.FindIndex(join => IsSpare(join, kept, used)) is >= 0 and var spare)
        {
            kept.RemoveAt(spare);
        }

        // The first table is spare when one join only leaves it, by its key.
        while (!used.Contains(from) && kept.Count > 0 && kept.Count(join => join.From.Column.Table == from) == 1
            && kept[0].From.Column == from.Key && kept[0].To.Column.IsForeignKey)
        {
            from = kept[0].To.Column.Table;
            kept.RemoveAt(0);
        }

        return (from, kept);
    }

    private static bool IsSpare(Join join, List<Join> joins, IReadOnlySet<IndexedTable> used)
    {
        var table = join.To.Column.Table;
        return !used.Contains(table) && join.To.Column == table.Key && join.From.Column.IsForeignKey
            && !joins.Exists(other => other.From.Column.Table == table);
    }
}
