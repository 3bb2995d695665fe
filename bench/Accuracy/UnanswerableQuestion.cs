using System.Text.Json;

namespace Bench.Accuracy;

/// <summary>A question that its database has no data for.</summary>
internal sealed record UnanswerableQuestion(string Db, string Question, string Missing)
{
    public static List<UnanswerableQuestion> Load() =>
        JsonSerializer.Deserialize<List<UnanswerableQuestion>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Accuracy", "unanswerable.json")), JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("unanswerable.json is empty.");
}
