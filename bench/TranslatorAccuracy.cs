using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Accuracy;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Translation.Embedded;

namespace Bench;

/// <summary>Execution accuracy of the embedded translator over questions with known SQL.</summary>
/// <remarks>Arguments: the data set's folder, <c>--every N</c> for a sample, <c>--split train|validation</c>, <c>--dump FILE</c> for one JSON line a question.</remarks>
public static partial class TranslatorAccuracy
{
    private static readonly DateTimeOffset Clock = new(2024, 1, 10, 12, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(string[] args, TextWriter output)
    {
        var folder = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal) && Directory.Exists(argument)) ?? Path.Combine("..", "shared", "nl2sql");
        var every = Option(args, "--every") is { } step ? int.Parse(step, CultureInfo.InvariantCulture) : 1;
        var questions = GoldQuestion.Load(folder)
            .Where(question => Option(args, "--split") is not { } split || question.Split == split)
            .Where((_, at) => at % every == 0)
            .ToList();
        var outcomes = new List<Outcome>();
        foreach (var group in questions.GroupBy(question => question.Database))
        {
            outcomes.AddRange(await MeasureAsync(Path.Combine(folder, "database"), group.Key + ".sqlite", group));
        }

        foreach (var split in outcomes.GroupBy(outcome => outcome.Question.Split))
        {
            Report(split.Key, [.. split], output);
        }

        if (Option(args, "--dump") is { } file)
        {
            File.WriteAllLines(file, outcomes.Select(outcome => JsonSerializer.Serialize(new
            {
                outcome.Question.Id, outcome.Question.Database, outcome.Question.Split, Asked = outcome.Wording, outcome.IsSynonyms, Gold = outcome.Question.Sql, outcome.Predicted, outcome.Refusal, Verdict = outcome.Verdict.ToString(), outcome.Confidence,
            })));
        }
    }

    private static async Task<List<Outcome>> MeasureAsync(string folder, string file, IEnumerable<GoldQuestion> questions)
    {
        using var database = new SqliteDatabase(Path.Combine(folder, file));
        var schema = await SqliteDatabase.DiscoverAsync(folder, file);
        var translator = new EmbeddedTranslator();
        await translator.TranslateAsync(new TranslationRequest("How many rows are there?", schema, SqlDialect.Sqlite, Clock), CancellationToken.None);
        var results = new Dictionary<string, List<object?[]>?>();
        var outcomes = new List<Outcome>();
        foreach (var question in questions)
        {
            outcomes.Add(await AskAsync(question, question.Question, false));
            if (question.Synonyms is { } synonyms)
            {
                outcomes.Add(await AskAsync(question, synonyms, true));
            }
        }

        return outcomes;

        async Task<Outcome> AskAsync(GoldQuestion question, string wording, bool isSynonyms)
        {
            var now = question.Now is { } given ? new DateTimeOffset(given, TimeSpan.Zero) : Clock;
            var started = Stopwatch.GetTimestamp();
            var result = await translator.TranslateAsync(new TranslationRequest(wording, schema, SqlDialect.Sqlite, now), CancellationToken.None);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (!result.Succeeded(out var translated, out var error))
            {
                return new Outcome(question, wording, isSynonyms, Verdict.Refused, null, error.Message, 0, elapsed);
            }

            var rows = Rows(translated.Sql);
            var isRight = rows is not null && question.Gold.Any(gold => Rows(gold) is { } expected && RowComparison.Same(expected, rows, IsOrdered(gold)));
            return new Outcome(question, wording, isSynonyms, isRight ? Verdict.Right : Verdict.Wrong, translated.Sql, rows is null ? "fails" : null, translated.Confidence, elapsed);
        }

        List<object?[]>? Rows(string sql)
        {
            if (!results.TryGetValue(sql, out var rows))
            {
                results[sql] = rows = database.Run(sql);
            }

            return rows;
        }
    }

    private static void Report(string split, List<Outcome> outcomes, TextWriter output)
    {
        output.WriteLine($"{split}");
        Line("all questions", [.. outcomes.Where(outcome => !outcome.IsSynonyms)]);
        Line("gold returns rows", [.. outcomes.Where(outcome => !outcome.IsSynonyms && outcome.Question.GoldRows is null or > 0)]);
        Line("synonyms wording", [.. outcomes.Where(outcome => outcome.IsSynonyms)]);
        var times = outcomes.Select(outcome => outcome.Milliseconds).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  latency: p50 {times[times.Count / 2]:F2} ms, p99 {times[times.Count * 99 / 100]:F2} ms"));

        void Line(string name, List<Outcome> some)
        {
            if (some.Count == 0)
            {
                return;
            }

            int right = some.Count(outcome => outcome.Verdict is Verdict.Right), wrong = some.Count(outcome => outcome.Verdict is Verdict.Wrong);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-18} EX {100.0 * right / some.Count,5:F1}%  of {some.Count,5}: right {right}, wrong {wrong}, refused {some.Count - right - wrong}"));
        }
    }

    /// <summary>ORDER BY outside of any parentheses.</summary>
    private static bool IsOrdered(string sql)
    {
        var flat = sql;
        while (Parentheses().IsMatch(flat))
        {
            flat = Parentheses().Replace(flat, "");
        }

        return flat.Contains("order by", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Parentheses();

    private enum Verdict
    {
        Right,
        Wrong,
        Refused,
    }

    private sealed record Outcome(GoldQuestion Question, string Wording, bool IsSynonyms, Verdict Verdict, string? Predicted, string? Refusal, double Confidence, double Milliseconds);
}
