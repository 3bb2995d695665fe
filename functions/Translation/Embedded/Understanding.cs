using System.Globalization;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>How much of a question was understood.</summary>
internal static class Understanding
{
    private const double MinCoverage = 0.4;

    /// <summary>What there is no query for: leaving it out would answer another question.</summary>
    private static readonly HashSet<string> Unsupported = new(StringComparer.Ordinal)
    {
        "percentage", "percent", "ratio", "proportion", "median", "correlation", "growth", "forecast", "predict", "trend", "cumulative",
        "running", "variance", "deviation", "percentile", "share", "why",
    };

    /// <summary>Verbs that ask for a change when a question begins with them.</summary>
    private static readonly HashSet<string> Changes = new(StringComparer.Ordinal)
    {
        "delete", "drop", "remove", "insert", "truncate", "alter", "erase", "rename", "cancel", "assign", "send",
    };

    /// <summary>The same, of words that are nouns too: "Book titles by year" asks for no change, "Book a room" does.</summary>
    private static readonly HashSet<string> ChangesOfSomething = new(StringComparer.Ordinal) { "update", "change", "set", "increase", "decrease", "block", "book" };

    private static readonly HashSet<string> Determiners = new(StringComparer.Ordinal) { "the", "a", "an", "all", "every", "each", "any", "this", "that", "my", "our", "his", "her", "their", "its" };

    /// <summary>A refusal of what no reading can answer: a change, a forecast, a share of the whole.</summary>
    public static ApiError? RefuseOperation(IReadOnlyList<Mention> mentions)
    {
        if (mentions.OfType<WordMention>().FirstOrDefault(mention => Unsupported.Contains(mention.Token.Lemma)) is { } operation)
        {
            return Refusals.NotOffered(operation.Token.Text);
        }

        if (AverageOfCounts(mentions))
        {
            return Refusals.NotOffered("average number of");
        }

        if (mentions is not [WordMention { Token: var verb }, ..])
        {
            return null;
        }

        var isOfSomething = mentions.Count > 1 && mentions[1] is WordMention { Token: var next } && Determiners.Contains(next.Lemma);
        return Changes.Contains(verb.Lemma) || (isOfSomething && ChangesOfSomething.Contains(verb.Lemma)) ? Refusals.NotOffered(verb.Text) : null;
    }

    /// <summary>A refusal when nothing names anything of the schema, or too many words stand for nothing.</summary>
    public static ApiError? Refuse(Reading.Reading reading, IReadOnlyList<Mention> mentions)
    {
        if (MetricRules.Misused(reading.Draft) is { } misused)
        {
            return Refusals.NotOffered(misused);
        }

        if (reading.Draft.Filters.FirstOrDefault(IsNumberForMoment) is { Test: CompareTest { Value: var number } })
        {
            return Refusals.NotUnderstood([$"{number}"]);
        }

        if (reading.Draft.Filters.Concat(reading.Draft.Having).FirstOrDefault(IsTextForNumber) is { Test: CompareTest { Value: var text } })
        {
            return Refusals.NotUnderstood([$"{text}"]);
        }

        if (MissedNoun(mentions) is { } noun)
        {
            return Refusals.NotUnderstood([noun.Token.Text]);
        }

        if (mentions.OfType<CueMention>()
            .FirstOrDefault(mention => mention.Cue is SuperlativeCue or MostCue or CommonCue or TextMatchCue or ComparisonCue
            && !reading.Used.Contains(mention)) is { } spare)
        {
            return Refusals.NotUnderstood([reading.Phrase(spare)]);
        }

        var linked = mentions.Any(mention => mention is NameMention or ValueMention);
        return !linked || reading.Draft.Subject is null || Coverage(reading, mentions) < MinCoverage
            ? Refusals.NotUnderstood(Missed(reading, mentions)) : null;
    }

    /// <summary><c>average number of orders per customer</c> averages over groups.</summary>
    private static bool AverageOfCounts(IReadOnlyList<Mention> mentions) =>
        Enumerable.Range(0, Math.Max(0, mentions.Count - 2)).Any(at =>
            mentions[at] is CueMention { Cue: AggregateCue { Function: AggregateFunction.Average } }
            && mentions[at + 1] is CueMention { Cue: CountCue }
            && mentions[at + 2] is NameMention { IsTable: true });

    private static bool IsNumberForMoment(Filter filter) =>
        filter is { Operand: { IsAggregate: false, Column.IsTemporal: true }, Test: CompareTest { Value: decimal } };

    /// <summary>Most databases fail where a column of numbers or truth values is compared with a word.</summary>
    private static bool IsTextForNumber(Filter filter) =>
        filter is { Operand: var operand, Test: CompareTest { Value: string text } }
        && (operand.IsAggregate || operand.Column is { IsNumeric: true } or { IsBoolean: true })
        && !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether what is asked for goes by no name of the schema.</summary>
    public static bool MissesNoun(IReadOnlyList<Mention> mentions) => MissedNoun(mentions) is not null;

    /// <summary>What is asked for, or grouped by, when no part of the schema goes by it: <c>what is the discount on ...</c>. A word before
    /// a known one is an adjective.</summary>
    private static WordMention? MissedNoun(IReadOnlyList<Mention> mentions)
    {
        for (var at = 0; at < mentions.Count; at++)
        {
            if (mentions[at] is not CueMention { Cue: LeadCue or WhichCue or CountCue or EachCue })
            {
                continue;
            }

            var next = at + 1;
            while (next < mentions.Count && mentions[next] is WordMention { IsContent: false } or CueMention { Cue: DistinctCue })
            {
                next++;
            }

            if (next < mentions.Count && mentions[next] is WordMention { IsContent: true } missed
                && (next + 1 == mentions.Count || mentions[next + 1] is CueMention { Cue: OfCue or WhereCue or StopCue or AndCue }))
            {
                return missed;
            }
        }

        return null;
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

    /// <summary>Words that stand for nothing.</summary>
    public static List<string> Missed(Reading.Reading reading, IReadOnlyList<Mention> mentions) =>
        [.. mentions
            .Where(mention => mention is WordMention { IsContent: true } || (mention is TextMention && !reading.Used.Contains(mention)))
            .Select(reading.Phrase)];
}
