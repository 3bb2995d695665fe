using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation.Embedded.Building;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>A question as the rules read it.</summary>
internal sealed record RuledQuery(ReadQuery Query, Reading Reading, IReadOnlyList<Mention> Mentions)
{
    /// <param name="tokens">With what the question leaves out said in full: see <see cref="Ellipsis"/>.</param>
    public static Result<RuledQuery> Of(SchemaIndex index, IReadOnlyList<Token> tokens, IReadOnlyList<Mention> mentions, TimeSpan offset)
    {
        var reading = QuestionReader.Read(index, tokens, mentions);
        if (Understanding.Refuse(reading, mentions) is { } refusal)
        {
            return refusal;
        }

        var said = tokens.Select(token => Lemmas.Stem(token.Lemma)).ToHashSet();
        if (new QueryBuilder(new BuildContext(index.Joins, said, offset)).Build(reading.Draft) is not { } query)
        {
            return Refusals.NotJoined();
        }

        return new RuledQuery(query, reading, mentions);
    }
}
