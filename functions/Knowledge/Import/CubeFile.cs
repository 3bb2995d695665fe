using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>Cubes with measures and dimensions.</summary>
internal static partial class CubeFile
{
    public static bool Is(JsonObject root) => root.ContainsKey("cubes") || root.ContainsKey("views");

    public static IEnumerable<ImportItem> ItemsOf(JsonObject root)
    {
        var cubes = root.Items("cubes").Select(Cube.Of).ToList();
        var repeated = cubes.SelectMany(cube => cube.Node.Items("measures")).Select(measure => measure.Text("name") ?? "")
            .GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).Append("count").ToHashSet(StringComparer.Ordinal);
        return cubes.SelectMany(cube => ItemsOf(cube, repeated))
            .Concat(root.Where(member => member.Key is not "cubes").Select(member => new ImportItem(member.Key, Reason: "Cubes are read.")));
    }

    /// <param name="repeated">Names of measures that say nothing without the cube's.</param>
    private static IEnumerable<ImportItem> ItemsOf(Cube cube, HashSet<string> repeated)
    {
        var item = $"cube {cube.Name}";
        if (cube.Table is not { } table)
            return [new ImportItem(item, Reason: "It is made of more than one table's rows.")];
        return new[] { ImportItem.NamesOf(item, table, null, [cube.Name, cube.Node.Text("title")], cube.Node.Text("description")) }
            .Concat(cube.Node.Items("dimensions").Select(dimension => NamesOf(cube, table, dimension)))
            .Concat(cube.Node.Items("measures").Select(measure => MetricOf(cube, table, measure, repeated)))
            .Concat(cube.Node.Items("segments").Select(segment => new ImportItem($"segment {cube.Name}.{segment.Text("name")}", Reason: "Segments are not read.")))
            .OfType<ImportItem>();
    }

    private static ImportItem? NamesOf(Cube cube, string table, JsonObject dimension)
    {
        var name = dimension.Text("name") ?? "";
        var item = $"dimension {cube.Name}.{name}";
        return cube.ColumnOf(dimension.Text("sql")) is { } column
            ? ImportItem.NamesOf(item, table, column, [name, dimension.Text("title")], dimension.Text("description"))
            : new ImportItem(item, Reason: "It is computed; only columns have names.");
    }

    private static ImportItem MetricOf(Cube cube, string table, JsonObject measure, HashSet<string> repeated)
    {
        var own = measure.Text("name") ?? "";
        var item = $"measure {cube.Name}.{own}";
        if (AggregateOf(measure.Text("type")) is not { } aggregate)
            return new ImportItem(item, Reason: $"The type {measure.Text("type")} is not offered.");
        var column = cube.ColumnOf(measure.Text("sql"));
        if (column is null && (measure.ContainsKey("sql") || aggregate is not MetricAggregate.Count))
            return new ImportItem(item, Reason: "It is computed; columns are read.");
        if (measure.ContainsKey("rolling_window") || measure.ContainsKey("multi_stage"))
            return new ImportItem(item, Reason: "Windows are not offered.");
        var conditions = measure.Items("filters").Select(filter => SqlFragment.Conditions(filter.Text("sql") ?? "", cube.ColumnOf)).ToList();
        if (conditions.Contains(null))
            return new ImportItem(item, Reason: "Its filter is more than comparisons of the cube's own columns.");
        var name = repeated.Contains(own) ? $"{cube.Name}_{own}" : own;
        return new ImportItem(item, new Metric(
            name,
            table,
            aggregate,
            column,
            [.. conditions.SelectMany(some => some!)],
            measure.Text("title") is { } title && !title.Equals(YamlReading.Words(name), StringComparison.OrdinalIgnoreCase) ? [title] : [],
            measure.Text("description")));
    }

    private static MetricAggregate? AggregateOf(string? word) => word switch
    {
        "count" => MetricAggregate.Count,
        "count_distinct" or "count_distinct_approx" => MetricAggregate.CountDistinct,
        "sum" => MetricAggregate.Sum,
        "avg" => MetricAggregate.Avg,
        "min" => MetricAggregate.Min,
        "max" => MetricAggregate.Max,
        _ => null,
    };

    private sealed record Cube(string Name, string? Table, JsonObject Node)
    {
        public static Cube Of(JsonObject node) => new(node.Text("name") ?? "", SqlFragment.Table(node.Text("sql_table") ?? node.Text("sql") ?? ""), node);

        /// <summary><c>amount</c>, <c>{CUBE}.amount</c>, <c>orders.amount</c>, or a dimension in braces that is a column.</summary>
        public string? ColumnOf(string? sql)
        {
            if (sql is null || Reference().Match(sql) is not { Success: true } match)
                return sql is null ? null : SqlFragment.Name(sql);
            if (match.Groups["owner"] is { Success: true, Value: var owner } && owner != "CUBE" && owner != Name)
                return null;
            if (match.Groups["column"] is { Success: true, Value: var column })
                return column;
            var dimension = Node.Items("dimensions").FirstOrDefault(node => node.Text("name") == match.Groups["member"].Value);
            return dimension?.Text("sql") is { } own && own != sql ? SqlFragment.Name(own) ?? ColumnBehindOwner(own) : null;
        }

        // A dimension that refers to another one is left alone.
        private string? ColumnBehindOwner(string sql) => Reference().Match(sql) is { Success: true } match && match.Groups["column"].Success ? ColumnOf(sql) : null;
    }

    [GeneratedRegex("""^\s*(?:\$?\{(?<owner>\w+)\}\.["`]?(?<column>\w+)["`]?|(?<owner>\w+)\.["`]?(?<column>\w+)["`]?|\$?\{(?:(?<owner>\w+)\.)?(?<member>\w+)\})\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
