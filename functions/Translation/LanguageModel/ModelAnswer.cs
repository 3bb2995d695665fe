using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>What a model answered, as far as it kept to the form. Nothing in it is trusted.</summary>
internal sealed record ModelAnswer(
    [property: JsonPropertyName("sql")] string? Sql,
    [property: JsonPropertyName("explanation")] string? Explanation,
    [property: JsonPropertyName("confidence")] double? Confidence,
    [property: JsonPropertyName("cannot_answer")] string? CannotAnswer,
    [property: JsonPropertyName("understood")] IReadOnlyList<ModelAnswer.Phrase?>? Understood)
{
    private const int MaxText = 1_000;
    private const int MaxPhrases = 30;

    internal sealed record Phrase(
        [property: JsonPropertyName("phrase")] string? Text,
        [property: JsonPropertyName("meaning")] string? Meaning);

    /// <summary>Null where the text holds no such object. Models like to put it between code fences.</summary>
    public static ModelAnswer? Parse(string text)
    {
        var (start, end) = (text.IndexOf('{'), text.LastIndexOf('}'));
        if (start < 0 || end < start)
            return null;
        try
        {
            return JsonSerializer.Deserialize<ModelAnswer>(text.AsSpan(start, end - start + 1));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public TranslatedQuestion ToTranslation(string checkedSql) => new(
        checkedSql,
        double.IsFinite(Confidence ?? 0.5) ? Math.Clamp(Confidence ?? 0.5, 0, 1) : 0.5,
        Printable(Explanation ?? ""),
        [.. (Understood ?? []).OfType<Phrase>().Take(MaxPhrases).Select(phrase => new UnderstoodPhrase(Printable(phrase.Text ?? ""), Printable(phrase.Meaning ?? "")))]);

    public static string Printable(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(MaxText)]);
}
