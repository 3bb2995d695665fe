using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>Picks the tables that a question may be about: those whose names, columns, descriptions or values it mentions, and those that join them.</summary>
internal static class RelevantSchema
{
    /// <summary>The most relevant first; every table where they are no more than <paramref name="maxTables"/>.</summary>
    public static IReadOnlyList<SchemaTable> Select(SchemaCatalog schema, string question, int maxTables)
    {
        var words = Words(question);
        var mentioned = schema.Tables.ToDictionary(table => (table.Schema, table.Name), table => Score(table, words));
        var total = new Dictionary<(string?, string), double>(mentioned);
        foreach (var table in schema.Tables)
        {
            foreach (var other in table.ForeignKeys.Select(key => (key.ReferencedSchema ?? table.Schema, key.ReferencedTable)).Where(mentioned.ContainsKey))
            {
                total[(table.Schema, table.Name)] += mentioned[other] / 4;
                total[other] += mentioned[(table.Schema, table.Name)] / 4;
            }
        }

        return [.. schema.Tables.OrderByDescending(table => total[(table.Schema, table.Name)]).ThenByDescending(table => table.RowEstimate ?? 0).Take(maxTables)];
    }

    private static double Score(SchemaTable table, HashSet<string> question) =>
        (4 * Shared(table.Name, question))
        + (0.5 * Shared(table.Description, question))
        + table.Columns.Sum(column =>
            Shared(column.Name, question)
            + (0.25 * Shared(column.Description, question))
            + (2 * (column.Values?.Count(value => Words(value) is { Count: > 0 } words && words.IsSubsetOf(question)) ?? 0)));

    private static int Shared(string? name, HashSet<string> question) => name is null ? 0 : Words(name).Count(question.Contains);

    /// <summary>Lower-case words without plural endings; <c>OrderItems</c> and <c>order_items</c> are two words.</summary>
    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isInside = i < text.Length && char.IsLetterOrDigit(text[i]);
            var isHump = isInside && i > start && char.IsUpper(text[i]) && !char.IsUpper(text[i - 1]);
            if (isInside && !isHump)
                continue;
            if (i > start)
                words.Add(Stem(text[start..i].ToLowerInvariant()));
            start = isHump ? i : i + 1;
        }

        return words;
    }

    private static string Stem(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 ? word[..^3] + "y"
        : word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && word.Length > 3 ? word[..^1]
        : word;
}
