using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Joins;

/// <summary>Joins the tables that a query needs, each by the cheapest way from those already joined.</summary>
internal static class JoinPlanner
{
    /// <summary>The joins after FROM; null when a table cannot be reached.</summary>
    public static List<Join>? Plan(JoinGraph graph, IndexedTable from, IEnumerable<IndexedTable> needed, IReadOnlySet<string> said)
    {
        var joined = new List<IndexedTable> { from };
        var joins = new List<Join>();
        var open = needed.Where(table => table != from).Distinct().ToList();
        while (open.Count > 0)
        {
            var paths = open.Select(table => graph.Path(joined, table, said)).ToList();
            if (paths.Any(path => path is null))
            {
                return null;
            }

            foreach (var edge in paths.MinBy(path => path!.Sum(edge => edge.Cost - edge.Fit(said)))!)
            {
                joins.Add(new Join([.. edge.Keys.Select(key => (new ColumnValue(key.From), new ColumnValue(key.To)))]));
                joined.Add(edge.To.Table);
            }

            open.RemoveAll(joined.Contains);
        }

        return joins;
    }
}
