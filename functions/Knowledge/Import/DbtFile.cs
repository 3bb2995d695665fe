using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>Semantic models and metrics of dbt: simple metrics over measures, and the names of dimensions.</summary>
internal static partial class DbtFile
{
    private static readonly string[] Read = ["version", "semantic_models", "metrics"];

    public static bool Is(JsonObject root) => root.ContainsKey("semantic_models") || root.ContainsKey("metrics");

    public static IEnumerable<ImportItem> ItemsOf(JsonObject root)
    {
        var models = root.Items("semantic_models").Select(SemanticModel.Of).ToList();
        var measures = models.SelectMany(model => model.Node.Items("measures").Select(node => (Model: model, Node: node)))
            .Where(measure => measure.Node.Text("name") is not null).ToLookup(measure => measure.Node.Text("name")!, StringComparer.Ordinal);
        return models.SelectMany(NamesOf)
            .Concat(measures.SelectMany(named => named).Where(measure => measure.Node.Text("create_metric") is "true").Select(measure => MetricOf(measure.Node, measure.Node.Text("name")!, measure, [])))
            .Concat(root.Items("metrics").Select(metric => MetricOf(metric, measures)))
            .Concat(root.Where(member => !Read.Contains(member.Key)).Select(member => new ImportItem(member.Key, Reason: "Is neither semantic models nor metrics.")));
    }

    private static IEnumerable<ImportItem> NamesOf(SemanticModel model)
    {
        var item = $"semantic model {model.Name}";
        if (model.Table is not { } table)
        {
            yield return new ImportItem(item, Reason: "Its model is no ref('...') or source('...', '...').");
            yield break;
        }

        if (ImportItem.NamesOf(item, table, null, [model.Name, model.Node.Text("label")], model.Node.Text("description")) is { } names)
            yield return names;
        foreach (var dimension in model.Node.Items("dimensions"))
        {
            var name = dimension.Text("name") ?? "";
            if (model.ColumnOf(name) is not { } column)
                yield return new ImportItem($"dimension {model.Name}.{name}", Reason: "It is computed; only columns have names.");
            else if (ImportItem.NamesOf($"dimension {model.Name}.{name}", table, column, [name, dimension.Text("label")], dimension.Text("description")) is { } named)
                yield return named;
        }
    }

    private static ImportItem MetricOf(JsonObject metric, ILookup<string, (SemanticModel Model, JsonObject Node)> measures)
    {
        var name = metric.Text("name") ?? "";
        var item = $"metric {name}";
        if ((metric.Text("type") ?? "simple") is not "simple" and var type)
            return new ImportItem(item, Reason: $"Its type is {type}; simple metrics are read.");
        var parameters = metric["type_params"] as JsonObject ?? [];
        var over = parameters["measure"] as JsonObject ?? new JsonObject { ["name"] = parameters.Text("measure") };
        return measures[over.Text("name") ?? ""].ToList() is [var measure]
            ? MetricOf(metric, name, measure, [.. metric.Texts("filter"), .. over.Texts("filter")])
            : new ImportItem(item, Reason: $"The file has no measure '{over.Text("name")}', or several.");
    }

    /// <param name="said">Where the metric is described: at itself, or at the measure that makes one.</param>
    private static ImportItem MetricOf(JsonObject said, string name, (SemanticModel Model, JsonObject Node) measure, IReadOnlyList<string> filters)
    {
        var item = $"metric {name}";
        if (measure.Model.Table is not { } table)
            return new ImportItem(item, Reason: $"The table of semantic model {measure.Model.Name} is not known.");
        if (measure.Node.ContainsKey("non_additive_dimension"))
            return new ImportItem(item, Reason: "Its measure must not be added up over some dimension.");
        if (AggregateOf(measure.Node.Text("agg")) is not { } aggregate)
            return new ImportItem(item, Reason: $"The aggregate {measure.Node.Text("agg")} is not offered.");
        var expression = measure.Node.Text("expr") ?? measure.Node.Text("name")!;
        var countsRows = aggregate is MetricAggregate.Sum or MetricAggregate.Count && expression is "1" or "*";
        if (!countsRows && SqlFragment.Name(expression) is null)
            return new ImportItem(item, Reason: "Its measure is computed; columns are read.");
        var conditions = filters.Select(filter => SqlFragment.Conditions(filter, measure.Model.Resolve)).ToList();
        if (conditions.Contains(null))
            return new ImportItem(item, Reason: "Its filter is more than comparisons of its own model's dimensions.");
        return new ImportItem(item, new Metric(
            name,
            table,
            countsRows ? MetricAggregate.Count : aggregate,
            countsRows ? null : SqlFragment.Name(expression),
            [.. conditions.SelectMany(some => some!)],
            said.Text("label") is { } label && !label.Equals(YamlReading.Words(name), StringComparison.OrdinalIgnoreCase) ? [label] : [],
            said.Text("description")));
    }

    private static MetricAggregate? AggregateOf(string? word) => word switch
    {
        "sum" => MetricAggregate.Sum,
        "average" or "avg" => MetricAggregate.Avg,
        "min" => MetricAggregate.Min,
        "max" => MetricAggregate.Max,
        "count" => MetricAggregate.Count,
        "count_distinct" => MetricAggregate.CountDistinct,
        _ => null,
    };

    private sealed record SemanticModel(string Name, string? Table, JsonObject Node)
    {
        public static SemanticModel Of(JsonObject node) => new(
            node.Text("name") ?? "", node.Text("model") is { } model && Reference().Match(model) is { Success: true } match ? match.Groups["table"].Value : null, node);

        /// <summary>The column of a dimension; null when it is computed or not there.</summary>
        public string? ColumnOf(string dimension) =>
            Node.Items("dimensions").FirstOrDefault(node => node.Text("name") == dimension) is { } found ? SqlFragment.Name(found.Text("expr") ?? dimension) : null;

        /// <summary><c>{{ Dimension('order__status') }}</c>, where order is an entity of this model.</summary>
        public string? Resolve(string reference) =>
            DimensionReference().Match(reference) is { Success: true } match && IsOwn(match.Groups["entity"].Value) ? ColumnOf(match.Groups["name"].Value) : null;

        private bool IsOwn(string entity) =>
            Node.Text("primary_entity") == entity || Node.Items("entities").Any(node => node.Text("name") == entity && node.Text("type") is "primary" or "unique" or "natural");
    }

    [GeneratedRegex("""^(?:\{\{)?\s*(?:ref|source)\(\s*(?:['"][\w.-]+['"]\s*,\s*)?['"](?<table>\w+)['"]\s*\)\s*(?:\}\})?$""", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex("""^\{\{\s*(?:Time)?Dimension\(\s*['"](?<entity>\w+?)__(?<name>\w+)['"]\s*\)\s*\}\}$""", RegexOptions.CultureInvariant)]
    private static partial Regex DimensionReference();
}
