using System.Text.Json;

namespace FunctionsPlatform.Datasets.Queries;

/// <summary>The tables that a statement reads, in the tree that DuckDB's own parser makes of it.</summary>
internal static class QueryTables
{
    /// <summary>Names of tables that the statement does not make itself by WITH; null when one is qualified, which no dataset is.</summary>
    /// <param name="qualified">The first qualified name.</param>
    public static IReadOnlyList<string> Of(JsonElement statement, out string? qualified)
    {
        var (tables, made) = (new List<string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        qualified = null;
        Visit(statement, tables, made, ref qualified);
        return [.. tables.Where(table => !made.Contains(table)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static void Visit(JsonElement node, List<string> tables, HashSet<string> made, ref string? qualified)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
                Visit(item, tables, made, ref qualified);
        }

        if (node.ValueKind != JsonValueKind.Object)
            return;
        if (Text(node, "type") == "BASE_TABLE" && Text(node, "table_name") is { } name)
        {
            if (Text(node, "schema_name") is { Length: > 0 } schema)
                qualified ??= $"{schema}.{name}";
            tables.Add(name);
        }

        foreach (var member in node.EnumerateObject())
        {
            if (member.NameEquals("cte_map") && member.Value.TryGetProperty("map", out var map))
            {
                foreach (var entry in map.EnumerateArray())
                {
                    if (Text(entry, "key") is { } key)
                        made.Add(key);
                }
            }

            Visit(member.Value, tables, made, ref qualified);
        }
    }

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
