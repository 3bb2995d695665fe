using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation.Embedded.Building;
using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Reading;
using FunctionsPlatform.Translation.Embedded.Rendering;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>Translates by rules over the schema's own words and values: no model, no network, no row read.</summary>
public sealed class EmbeddedTranslator : ITranslator
{
    private const int MaxTokens = 80;

    /// <summary>Far more than any question takes over a schema of usual size; in one of very many columns, words that name thousands of them could take minutes.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    public string Name => "embedded";

    public Task<Result<TranslatedQuestion>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Translate(request, cancellationToken));

    private static Result<TranslatedQuestion> Translate(TranslationRequest request, CancellationToken cancellationToken)
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

        var index = SchemaIndex.Of(request.Schema);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxTime);
        try
        {
            return Translate(request, words, index, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refusals.TookTooLong();
        }
    }

    private static Result<TranslatedQuestion> Translate(TranslationRequest request, IReadOnlyList<Token> words, SchemaIndex index, CancellationToken stop)
    {
        var tokens = Ellipsis.Expand(words, index.Names);
        var mentions = new Linker(index, request.Now, stop, request.LooksBack).Link(tokens);
        var reading = QuestionReader.Read(index, tokens, mentions);
        if (Understanding.Refuse(reading, mentions) is { } refusal)
        {
            return refusal;
        }

        var said = tokens.Select(token => Lemmas.Stem(token.Lemma)).ToHashSet();
        if (new QueryBuilder(new BuildContext(index.Joins, said, request.Now.Offset)).Build(reading.Draft) is not { } query)
        {
            return Refusals.NotJoined();
        }

        return JoinAmbiguity.In(query, index.Joins, said) is { Count: > 0 } keys
            ? Refusals.SeveralKeys(keys)
            : new TranslatedQuestion(
                new SqlRenderer(request.Dialect, request.Schema.DefaultSchema).Render(query),
                Understanding.Confidence(reading, mentions),
                Explanation.Of(reading.Draft),
                Explanation.Phrases(reading, mentions));
    }

    private static VerifiedExample? Verified(TranslationRequest request)
    {
        var asked = Tokenizer.Normalise(request.Question);
        return request.Examples?.FirstOrDefault(example => Tokenizer.Normalise(example.Question) == asked);
    }
}
