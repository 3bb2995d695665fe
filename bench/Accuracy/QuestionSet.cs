using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Accuracy;

/// <summary>A question with the SQL that answers it. See the data set's README for the fields.</summary>
internal sealed record GoldQuestion(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("db")] string Database,
    [property: JsonPropertyName("question")] string Question,
    [property: JsonPropertyName("sql")] string Sql,
    [property: JsonPropertyName("split")] string Split,
    [property: JsonPropertyName("gold_rows")] int? GoldRows,
    [property: JsonPropertyName("synonyms")] string? Synonyms,
    [property: JsonPropertyName("accept")] IReadOnlyList<string>? Accept,
    [property: JsonPropertyName("now")] DateTime? Now)
{
    public IEnumerable<string> Gold => Accept is { Count: > 0 } ? Accept.Prepend(Sql).Distinct() : [Sql];

    /// <summary>The question, and the same with other words than the schema's where there is one.</summary>
    public IEnumerable<(string Name, string Text)> Wordings => Synonyms is null ? [("plain", Question)] : [("plain", Question), ("synonyms", Synonyms)];

    public static List<GoldQuestion> Load(string folder) =>
        JsonSerializer.Deserialize<List<GoldQuestion>>(File.ReadAllText(Path.Combine(folder, "questions.json")))
            ?? throw new InvalidDataException("questions.json is empty.");
}
