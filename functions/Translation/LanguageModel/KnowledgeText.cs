using System.Text;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>What a workspace calls things, as a model reads it: names beside the tables and columns, and a line for each metric.</summary>
internal static class KnowledgeText
{
    private const int MaxMetrics = 100;

    /// <summary>The schema with the names among its descriptions.</summary>
    public static SchemaCatalog Describe(SchemaCatalog schema, SchemaKnowledge? knowledge)
    {
        if (knowledge is not { Names.Count: > 0 })
            return schema;
        var names = knowledge.Names.ToLookup(name => schema.FindTable(name.Table));
        return schema with { Tables = [.. schema.Tables.Select(table => names.Contains(table) ? Describe(table, [.. names[table]]) : table)] };
    }

    public static string Metrics(SchemaKnowledge? knowledge)
    {
        var text = new StringBuilder();
        foreach (var metric in (knowledge?.Metrics ?? []).Take(MaxMetrics))
            text.Append(SchemaText.OneLine(Line(metric), maxLength: 1_000)).Append('\n');
        return text.ToString();
    }

    private static SchemaTable Describe(SchemaTable table, IReadOnlyList<KnownName> names) => table with
    {
        Description = Text(names.Where(name => name.Column is null), table.Description),
        Columns = [.. table.Columns.Select(column => column with { Description = Text(names.Where(name => name.Column is { } own && table.FindColumn(own) == column), column.Description) })],
    };

    private static string? Text(IEnumerable<KnownName> names, string? description)
    {
        var parts = names.SelectMany(name => new[] { name.Aliases.Count > 0 ? $"also called {string.Join(", ", name.Aliases)}" : null, name.Description })
            .Append(description).OfType<string>().ToList();
        return parts.Count > 0 ? string.Join("; ", parts) : null;
    }

    // Angle brackets would read as the end of the part of the prompt that this is in.
    private static string Word(string comparison) => comparison switch
    {
        "<" => "is below",
        "<=" => "is at most",
        ">" => "is above",
        ">=" => "is at least",
        _ => comparison,
    };

    private static string Line(Metric metric)
    {
        var names = metric.Synonyms.Count > 0 ? $" (also called {string.Join(", ", metric.Synonyms)})" : "";
        var rows = metric.Filters.Count > 0 ? " of rows where " + string.Join(" and ", metric.Filters.Select(filter => $"{filter.Column} {Word(filter.Operator)} {filter.Value?.GetRawText()}".Trim())) : "";
        var about = metric.Description is { Length: > 0 } description ? $" -- {description}" : "";
        return $"METRIC {metric.Name}{names}: {metric.Aggregate.ToString().ToLowerInvariant()} of {metric.Table}.{metric.Column ?? "*"}{rows}{about}";
    }
}
