using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>How much of a question was understood.</summary>
internal static class Understanding
{
    private const double MinCoverage = 0.4;

    /// <summary>Operations that there is no query for yet: leaving them out would answer another question.</summary>
    private static readonly HashSet<string> Unsupported = new(StringComparer.Ordinal)
    {
        "percentage", "percent", "ratio", "proportion", "median", "correlation", "growth", "forecast", "predict", "trend", "cumulative", "running", "variance", "deviation", "percentile", "share",
    };

    /// <summary>A refusal when nothing names anything of the schema, or too many words stand for nothing.</summary>
    public static ApiError? Refuse(Reading.Reading reading, IReadOnlyList<Mention> mentions)
    {
        if (mentions.OfType<WordMention>().FirstOrDefault(mention => Unsupported.Contains(mention.Token.Lemma)) is { } operation)
        {
            return Refusals.NotOffered(operation.Token.Text);
        }

        var linked = mentions.Any(mention => mention is NameMention or ValueMention);
        return !linked || reading.Draft.Subject is null || Coverage(reading, mentions) < MinCoverage ? Refusals.NotUnderstood(Missed(reading, mentions)) : null;
    }

    public static double Confidence(Reading.Reading reading, IReadOnlyList<Mention> mentions)
    {
        var names = mentions.OfType<NameMention>().Select(mention => Math.Min(1, mention.Score)).DefaultIfEmpty(0.5).Average();
        return Math.Round(Math.Clamp(Coverage(reading, mentions) * (0.4 + 0.6 * names), 0, 0.99), 2);
    }

    private static double Coverage(Reading.Reading reading, IReadOnlyList<Mention> mentions)
    {
        var understood = mentions.Where(mention => mention is NameMention or ValueMention or DateMention).Sum(mention => mention.Count);
        var missed = Missed(reading, mentions).Count;
        return understood + missed == 0 ? 0 : (double)understood / (understood + missed);
    }

    private static List<string> Missed(Reading.Reading reading, IReadOnlyList<Mention> mentions) =>
        [.. mentions.Where(mention => mention is WordMention { IsContent: true } || (mention is TextMention && !reading.Used.Contains(mention))).Select(reading.Phrase)];
}
