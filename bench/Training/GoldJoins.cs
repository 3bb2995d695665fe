using FunctionsPlatform.Translation.Embedded.Query;

namespace Bench.Training;

/// <summary>Joins tables by the equalities that a statement gives, in whatever order and place it gives them.</summary>
internal static class GoldJoins
{
    /// <param name="on">What ON says; equalities that join are taken from it.</param>
    /// <param name="where">What WHERE requires; equalities are taken from it only where ON leaves a table unjoined.</param>
    public static List<Join> Of(IReadOnlyList<GoldTable> tables, List<Condition> on, List<Condition> where)
    {
        var joined = new List<GoldTable> { tables[0] };
        var open = tables.Skip(1).ToList();
        var joins = new List<Join>();
        while (open.Count > 0)
        {
            var keys = open.Select(table => Keys(joined, table, on)).FirstOrDefault(keys => keys.Count > 0)
                ?? open.Select(table => Keys(joined, table, where)).FirstOrDefault(keys => keys.Count > 0)
                ?? throw new NotExpressibleException("join without a key");
            joins.Add(new Join([.. keys.Select(key => (key.From, key.To))]));
            on.RemoveAll(condition => keys.Exists(key => key.Condition == condition));
            where.RemoveAll(condition => keys.Exists(key => key.Condition == condition));
            var table = open.Find(table => table.Owns(keys[0].To))!;
            joined.Add(table);
            open.Remove(table);
        }

        return joins;
    }

    private static List<(ColumnValue From, ColumnValue To, Condition Condition)> Keys(
        List<GoldTable> joined, GoldTable table, List<Condition> conditions)
    {
        var keys = new List<(ColumnValue, ColumnValue, Condition)>();
        foreach (var condition in conditions)
        {
            if (condition is Comparison { Operator: ComparisonOperator.Equal, Left: ColumnValue left, Right: ColumnValue right })
            {
                if (table.Owns(right) && joined.Exists(other => other.Owns(left)))
                    keys.Add((left, right, condition));
                else if (table.Owns(left) && joined.Exists(other => other.Owns(right)))
                    keys.Add((right, left, condition));
            }
        }

        return keys;
    }
}
