using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Accuracy;
using FunctionsPlatform.Translation.Embedded;

namespace Bench;

/// <summary>Execution accuracy of the embedded translator over questions with known SQL.</summary>
/// <remarks>Arguments: the data set's folder, <c>--every N</c> for a sample, <c>--split train|validation</c>, <c>--results FILE</c> to put the figures in its section on accuracy, <c>--dump FILE</c> for one JSON line a question.</remarks>
public static partial class TranslatorAccuracy
{
    public static async Task RunAsync(string[] args, TextWriter output)
    {
        var folder = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal) && Directory.Exists(argument)) ?? Path.Combine("..", "shared", "nl2sql");
        var every = Option(args, "--every") is { } step ? int.Parse(step, CultureInfo.InvariantCulture) : 1;
        var questions = GoldQuestion.Load(folder)
            .Where(question => Option(args, "--split") is not { } split || question.Split == split)
            .Where((_, at) => at % every == 0)
            .ToList();
        var databases = Path.Combine(folder, "database");
        var outcomes = new List<Outcome>();
        foreach (var group in questions.GroupBy(question => question.Database))
        {
            outcomes.AddRange(await MeasureAsync(databases, group));
        }

        var report = new AccuracyReport(outcomes, await UnanswerableAsync(databases));
        report.Print(output);
        if (Option(args, "--results") is { } results)
        {
            report.WriteTo(results);
        }

        if (Option(args, "--dump") is { } file)
        {
            File.WriteAllLines(file, outcomes.Select(outcome => JsonSerializer.Serialize(new
            {
                outcome.Question.Id, outcome.Question.Database, outcome.Question.Split, Asked = outcome.Wording, outcome.IsSynonyms, Gold = outcome.Question.Sql, outcome.Predicted, outcome.Refusal, Verdict = outcome.Verdict.ToString(), outcome.Confidence,
            })));
        }
    }

    private static async Task<List<Outcome>> MeasureAsync(string folder, IGrouping<string, GoldQuestion> questions)
    {
        using var database = await AskedDatabase.OpenAsync(folder, questions.Key);
        var translator = new EmbeddedTranslator(minConfidence: 0);
        await database.AskAsync(translator, "How many rows are there?");
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
            var started = Stopwatch.GetTimestamp();
            var result = await database.AskAsync(translator, wording, ClockOf(question));
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (!result.Succeeded(out var translated, out var error))
            {
                return new Outcome(question, wording, isSynonyms, Verdict.Refused, null, error.Message, 0, elapsed);
            }

            var rows = database.Rows(translated.Sql);
            var isRight = rows is not null && question.Gold.Any(gold => database.Rows(gold) is { } expected && RowComparison.Same(expected, rows, IsOrdered(gold)));
            return new Outcome(question, wording, isSynonyms, isRight ? Verdict.Right : Verdict.Wrong, translated.Sql, rows is null ? "fails" : null, translated.Confidence, elapsed);
        }
    }

    private static async Task<(int Refused, int Asked)> UnanswerableAsync(string folder)
    {
        var questions = UnanswerableQuestion.Load();
        var translator = new EmbeddedTranslator();
        var refused = 0;
        foreach (var group in questions.GroupBy(question => question.Db))
        {
            using var database = await AskedDatabase.OpenAsync(folder, group.Key);
            foreach (var question in group)
            {
                var result = await database.AskAsync(translator, question.Question);
                refused += result.Succeeded(out _, out _) ? 0 : 1;
            }
        }

        return (refused, questions.Count);
    }

    /// <summary>What relative dates of the question refer to.</summary>
    internal static DateTimeOffset ClockOf(GoldQuestion question) => question.Now is { } given ? new DateTimeOffset(given, TimeSpan.Zero) : AskedDatabase.Clock;

    /// <summary>ORDER BY outside of any parentheses.</summary>
    internal static bool IsOrdered(string sql)
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
}
