using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Reading;

internal enum Clause
{
    Select,
    Where,
    Order,
}

/// <summary>Where the reader of a question stands: the mentions, the place among them, and the draft made so far.</summary>
internal sealed class Reading(SchemaIndex index, IReadOnlyList<Token> tokens, IReadOnlyList<Mention> mentions)
{
    private readonly HashSet<IndexedTable> _mentioned = [.. mentions.OfType<NameMention>().Select(mention => mention.Table)
        .OfType<IndexedTable>()];

    public SchemaIndex Index => index;

    public IReadOnlyList<Token> Tokens => tokens;

    public int At { get; set; }

    public Clause Clause { get; set; } = Clause.Select;

    public Draft Draft { get; set; } = new();

    /// <summary>The draft of the whole question while <see cref="Draft"/> is that of a negated or excluded part.</summary>
    public Draft? Outer { get; set; }

    public bool IsNegated { get; set; }

    /// <summary>The negation is of a verb: <c>does not have</c>.</summary>
    public bool IsDenied { get; set; }

    public bool IsAlternative { get; set; }

    public bool WantsDistinct { get; set; }

    /// <summary>Set by <c>which</c>: the next name is what is asked for and conditions follow it.</summary>
    public bool AsksWhich { get; set; }

    /// <summary>What the next comparison or value is about.</summary>
    public Operand? Pending { get; set; }

    /// <summary>What is pending records when something happened, so that it holds nothing later than now.</summary>
    public bool PendingIsEvent { get; set; }

    /// <summary>What is pending was barely named, perhaps by a verb.</summary>
    public bool IsPendingWeak { get; set; }

    /// <summary>A number said before a superlative: <c>top 3</c>.</summary>
    public int? PendingLimit { get; set; }

    /// <summary>The table last spoken of.</summary>
    public IndexedTable? LastTable { get; set; }

    /// <summary>Names that only served to say what the answer is, to be shown when nothing else is.</summary>
    public List<Operand> Fallback { get; } = [];

    /// <summary>The direction of the order, when one was said.</summary>
    public bool? OrderDirection { get; set; }

    /// <summary>A negation that has been taken account of before its turn.</summary>
    public Mention? SpentNegation { get; set; }

    /// <summary><c>by</c>, <c>per</c>: what is shown for a group is a total even where the word is not said.</summary>
    public bool GroupsImplyTotals { get; set; }

    /// <summary>Columns named together with <c>total</c>.</summary>
    public HashSet<Operand> SaidTotal { get; } = [];

    /// <summary>Mentions that took part in the reading.</summary>
    public HashSet<Mention> Used { get; } = [];

    public bool IsAtEnd => At >= mentions.Count;

    public Mention Current => mentions[At];

    public Mention? Peek(int ahead = 1) => At + ahead >= 0 && At + ahead < mentions.Count ? mentions[At + ahead] : null;

    public Cue? PeekCue(int ahead = 1) => (Peek(ahead) as CueMention)?.Cue;

    public bool IsMentioned(IndexedTable table) => _mentioned.Contains(table);

    public bool IsMentionedColumn(IndexedColumn column) =>
        mentions.OfType<NameMention>()
        .Any(mention => mention.Columns.Count > 0 && mention.Columns[0].Score > 0.6
        && mention.Columns.Any(candidate => candidate.Item == column));

    public IEnumerable<NameMention> Names => mentions.OfType<NameMention>();

    /// <summary>Steps over words that stand for nothing and whatever else the predicate names; returns how far ahead the next mention
    /// is.</summary>
    public int Ahead(int from, Func<Mention, bool> skip)
    {
        while (Peek(from) is { } mention && skip(mention))
        {
            from++;
        }

        return from;
    }

    public static bool IsFiller(Mention mention) => mention is WordMention or CueMention { Cue: DistinctCue };

    public string Phrase(Mention mention) => string.Join(' ', tokens.Skip(mention.Start).Take(mention.Count).Select(token => token.Text));
}
