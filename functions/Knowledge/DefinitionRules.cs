using System.Text.Json;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge;

/// <summary>What must hold of definitions.</summary>
internal static class DefinitionRules
{
    private const int MaxNameLength = 100;

    // Translators look no further for a name.
    private const int MaxNameWords = 6;
    private const int MaxNames = 30;
    private const int MaxDescription = 1_000;
    private const int MaxFilters = 10;
    private const int MaxListed = 100;

    public static DefinitionKind<Metric> Metrics { get; } = new("metric", metric => metric.Name.Trim(), Check);

    public static DefinitionKind<KnownName> Names { get; } = new("glossary-entry", name => name.ToString(), Check);

    private static List<FieldError> Check(Metric metric, SchemaCatalog? schema)
    {
        var wrong = NamesAt("$.synonyms", metric.Synonyms).Concat(Description(metric.Description)).Concat(Name("$.name", metric.Name)).ToList();
        if (metric.Column is null && metric.Aggregate is not MetricAggregate.Count)
            wrong.Add(new FieldError("$.column", "Is required, except to count rows."));
        if (metric.Filters.Count > MaxFilters)
            wrong.Add(new FieldError("$.filters", $"At most {MaxFilters}."));
        var table = Table(metric.Table, schema, wrong);
        if (metric.Column is { } name && Column("$.column", name, table, wrong) is { } column
            && metric.Aggregate is MetricAggregate.Sum or MetricAggregate.Avg && column.Kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float))
            wrong.Add(new FieldError("$.column", $"'{name}' holds no numbers."));
        for (var at = 0; at < metric.Filters.Count; at++)
            Check(metric.Filters[at], $"$.filters[{at}]", table, wrong);
        return wrong;
    }

    private static List<FieldError> Check(KnownName named, SchemaCatalog? schema)
    {
        var wrong = NamesAt("$.aliases", named.Aliases).Concat(Description(named.Description)).ToList();
        if (named.Aliases.Count == 0 && string.IsNullOrWhiteSpace(named.Description))
            wrong.Add(new FieldError("$.aliases", "Give an alias or a description."));
        var table = Table(named.Table, schema, wrong);
        if (named.Column is { } column)
            Column("$.column", column, table, wrong);
        return wrong;
    }

    private static void Check(MetricFilter filter, string path, SchemaTable? table, List<FieldError> wrong)
    {
        if (!MetricFilter.Operators.Contains(filter.Operator))
            wrong.Add(new FieldError($"{path}.operator", $"Use one of {string.Join(", ", MetricFilter.Operators)}."));
        else if (filter.Value is { ValueKind: JsonValueKind.Array } listed && listed.GetArrayLength() > MaxListed)
            wrong.Add(new FieldError($"{path}.value", $"At most {MaxListed} values."));
        else if (Column($"{path}.column", filter.Column, table, wrong) is { } column && filter.ValuesFor(column) is null)
            wrong.Add(new FieldError($"{path}.value", Expected(filter, column)));
    }

    private static string Expected(MetricFilter filter, SchemaColumn column)
    {
        var one = column.Kind switch
        {
            ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float => "a number",
            ColumnKind.Boolean => "true or false",
            ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz => "a date such as 2026-01-31",
            _ => "a string",
        };
        return filter.TakesNothing ? $"'{filter.Operator}' takes none." : filter.TakesList ? $"Must be an array, each item {one}." : $"Must be {one}.";
    }

    private static SchemaTable? Table(string name, SchemaCatalog? schema, List<FieldError> wrong)
    {
        var table = schema?.FindTable(name);
        if (schema is not null && table is null)
            wrong.Add(new FieldError("$.table", $"The database has no table '{Short(name)}', or several; then put the schema and a dot before it."));
        return table;
    }

    private static SchemaColumn? Column(string path, string name, SchemaTable? table, List<FieldError> wrong)
    {
        var column = table?.FindColumn(name);
        if (table is not null && column is null)
            wrong.Add(new FieldError(path, $"'{table.Name}' has no column '{Short(name)}'."));
        return column;
    }

    private static IEnumerable<FieldError> NamesAt(string path, IReadOnlyList<string> names) => names.Count > MaxNames
        ? [new FieldError(path, $"At most {MaxNames}.")]
        : names.SelectMany((name, at) => Name($"{path}[{at}]", name));

    private static IEnumerable<FieldError> Name(string path, string name)
    {
        if (name.Length > MaxNameLength || !name.Any(char.IsLetter) || name.Split([' ', '_'], StringSplitOptions.RemoveEmptyEntries).Length > MaxNameWords)
            yield return new FieldError(path, $"A name has 1 to {MaxNameWords} words, letters among them, and at most {MaxNameLength} characters.");
    }

    private static IEnumerable<FieldError> Description(string? description)
    {
        if (description?.Length > MaxDescription)
            yield return new FieldError("$.description", $"At most {MaxDescription} characters.");
    }

    private static string Short(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "…";
}
