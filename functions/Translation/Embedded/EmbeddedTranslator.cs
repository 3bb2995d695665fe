using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Parsing;
using FunctionsPlatform.Translation.Embedded.Ranking;
using FunctionsPlatform.Translation.Embedded.Reading;
using FunctionsPlatform.Translation.Embedded.Rendering;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>
/// Translates by rules over the schema's own words and values, and by a small network that was trained on other databases: of the readings of both, the one that fits the
/// question best. Nothing leaves the process, and no row is read but by the caller's probe.
/// </summary>
/// <param name="minConfidence">A reading that is less sure is refused; 0 answers whatever can be read, by whichever key where several join two tables.</param>
public sealed class EmbeddedTranslator(double minConfidence = EmbeddedTranslator.DefaultMinConfidence) : ITranslator
{
    public const double DefaultMinConfidence = 0.65;

    private const int MaxTokens = 80;

    /// <summary>Rules that took in less of a question left words over that may have changed its meaning.</summary>
    private const double SureOfRules = 0.61;

    /// <summary>What is asked for goes by no name of the schema: whatever else is shown in its place may be near it, or not.</summary>
    private const double MissedNounFactor = 0.7;

    /// <summary>Readings that are told of where none is sure.</summary>
    private const int ToldReadings = 2;

    /// <summary>Far more than any question takes over a schema of usual size; in one of very many columns, words that name thousands of them could take minutes.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    public string Name => "embedded";

    public async Task<Result<TranslatedQuestion>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken)
    {
        if (request.Failure is not null)
        {
            return Refusals.CannotRepair();
        }

        var words = Tokenizer.Tokenize(request.Question);
        if (words.Count is 0 or > MaxTokens)
        {
            return Refusals.Length(words.Count, MaxTokens);
        }

        if (Verified(request) is { } verified)
        {
            return new TranslatedQuestion(verified.Sql, 1, "The same question was asked and its SQL verified before.",
                [new UnderstoodPhrase(request.Question, "verified question")]);
        }

        var index = SchemaIndex.Of(request.Schema, request.Knowledge);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxTime);
        try
        {
            return await TranslateAsync(request, words, index, limit.Token, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refusals.TookTooLong();
        }
    }

    /// <param name="stop">Ends the reading. Probes have limits of their own: a slow database makes no question hard to read.</param>
    private async Task<Result<TranslatedQuestion>> TranslateAsync(
        TranslationRequest request, IReadOnlyList<Token> words, SchemaIndex index, CancellationToken stop, CancellationToken cancellationToken)
    {
        var tokens = Ellipsis.Expand(words, index.Names);
        var mentions = new Linker(index, request.Now, stop, request.LooksBack).Link(tokens);
        if (Understanding.RefuseOperation(mentions) is { } beyond)
        {
            return beyond;
        }

        var renderer = new SqlRenderer(request.Dialect, request.Schema.DefaultSchema);
        var ruled = RuledQuery.Of(index, tokens, mentions, request.Now.Offset).Succeeded(out var understood, out var refusal) ? understood : null;
        var said = tokens.Select(token => Lemmas.Stem(token.Lemma)).ToHashSet();
        if (ruled is not null && minConfidence > 0 && JoinAmbiguity.In(ruled.Query, index.Joins, said) is { Count: > 0 } rivals)
        {
            return Refusals.SeveralKeys(rivals);
        }

        var view = QuestionView.Of(index, tokens, ParserModel.Vectors, ruled?.Query);
        double? confidence = ruled is null ? null : Understanding.Confidence(ruled.Reading, ruled.Mentions);
        if (IsForRulesAlone(mentions) || (IsInNote(mentions) && confidence >= SureOfRules)
            || (ruled is not null && view.RuledPlan is null) || view.Scope.Positions > QuestionView.MaxPositions)
        {
            return ruled is null ? refusal!
                : minConfidence > 0 && confidence < SureOfRules ? Refusals.NotUnderstood(Understanding.Missed(ruled.Reading, ruled.Mentions))
                : Answer(renderer, ruled);
        }

        var found = CandidateSource.Of(ParserModel.Network, index, view, ruled?.Query, confidence, said, stop);
        var readings = found.Select(candidate => new ScoredReading(candidate.Candidate, renderer.Render(candidate.Candidate.Query), candidate.Features, ParserModel.Ranker.Score(candidate.Features)))
            .OrderByDescending(reading => reading.Score).ToList();
        readings = request.Probe is { } probe ? await TriedAsync(readings, probe, cancellationToken) : readings;
        if (readings.Count == 0)
        {
            return refusal ?? Refusals.NotUnderstood([]);
        }

        var sureness = ParserModel.Ranker.ConfidenceOf([.. readings.Select(reading => reading.Score)], readings[0].Features);
        sureness *= ruled is null && Understanding.MissesNoun(mentions) ? MissedNounFactor : 1;
        if (sureness < minConfidence)
        {
            return ruled is null && refusal is not null ? refusal : Refusals.NotSure([.. readings.Take(ToldReadings).Select(reading => QueryExplanation.Of(reading.Candidate.Query))]);
        }

        var best = readings[0].Candidate;
        return minConfidence > 0 && JoinAmbiguity.In(best.Query, index.Joins, said) is { Count: > 0 } keys ? Refusals.SeveralKeys(keys)
            : new TranslatedQuestion(
                readings[0].Sql,
                Math.Round(sureness, 2),
                best.IsRuled ? Explanation.Of(ruled!.Reading.Draft) : QueryExplanation.Of(best.Query),
                best.IsRuled ? Explanation.Phrases(ruled!.Reading, mentions) : PlanPhrases.Of(view, best.Plan!));
    }

    private static TranslatedQuestion Answer(SqlRenderer renderer, RuledQuery ruled) => new(
        renderer.Render(ruled.Query),
        Understanding.Confidence(ruled.Reading, ruled.Mentions),
        Explanation.Of(ruled.Reading.Draft),
        Explanation.Phrases(ruled.Reading, ruled.Mentions));

    /// <summary>The network knows neither periods nor metrics: leaving one out would answer another question.</summary>
    private static bool IsForRulesAlone(IReadOnlyList<Mention> mentions) => mentions.Any(mention => mention is DateMention { Count: > 1 } or NameMention { Metric: not null });

    /// <summary><c>users by country</c>, <c>list the top 5 products</c>: no sentence of the kind that the network learnt from.</summary>
    private static bool IsInNote(IReadOnlyList<Mention> mentions)
    {
        var cues = mentions.OfType<CueMention>().Select(mention => mention.Cue).ToList();
        return cues is [LeadCue, TopCue, ..]
            || (!cues.Exists(cue => cue is LeadCue) && cues is not [WhichCue or KindCue or CountCue { IsQuestion: true }, ..]
                && mentions is not [WordMention { Token.Lower: "for" or "in" or "of" or "who" or "whose" or "is" or "are" }, ..]);
    }

    /// <summary>Tries the first readings, as long as they are near one another: a question is rarely asked for nothing.</summary>
    private static async Task<List<ScoredReading>> TriedAsync(
        List<ScoredReading> readings, Func<string, CancellationToken, Task<ProbedRows>> probe, CancellationToken cancellationToken)
    {
        const int tried = 3;
        const double near = 1.5;
        const double failing = 3;
        const double empty = 1.2;
        if (readings.Count < 2 || readings[0].Score - readings[1].Score > near)
        {
            return readings;
        }

        var judged = new List<ScoredReading>();
        foreach (var reading in readings)
        {
            judged.Add(judged.Count >= tried || readings[0].Score - reading.Score > near ? reading : await probe(reading.Sql, cancellationToken) switch
            {
                ProbedRows.Fails => reading with { Score = reading.Score - failing },
                ProbedRows.None => reading with { Score = reading.Score - empty },
                _ => reading,
            });
        }

        return [.. judged.OrderByDescending(reading => reading.Score)];
    }

    private static VerifiedExample? Verified(TranslationRequest request)
    {
        var asked = Tokenizer.Normalise(request.Question);
        return request.Examples?.FirstOrDefault(example => Tokenizer.Normalise(example.Question) == asked);
    }

    private sealed record ScoredReading(Candidate Candidate, string Sql, double[] Features, double Score);
}
