using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Dates;
using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>What a run of words of a question stands for.</summary>
/// <param name="Start">The first token.</param>
/// <param name="Count">How many tokens.</param>
/// <param name="Score">How well the words fit, 0 to 1.</param>
internal abstract record Mention(int Start, int Count, double Score)
{
    public int End => Start + Count;
}

/// <summary>Tables and columns that the words may name, best first.</summary>
internal sealed record NameMention(int Start, int Count, double Score, IReadOnlyList<Candidate<IndexedTable>> Tables,
    IReadOnlyList<Candidate<IndexedColumn>> Columns)
    : Mention(Start, Count, Score)
{
    public bool IsTable => Tables.Count > 0 && (Columns.Count == 0 || Tables[0].Score >= Columns[0].Score);

    /// <summary>The table, when the words name one at least as well as any column.</summary>
    public IndexedTable? Table => IsTable ? Tables[0].Item : null;

    /// <summary>The metric that the words name, whatever else they name.</summary>
    public IndexedMetric? Metric => Columns is [{ Item.Metric: { } metric }, ..] ? metric : null;
}

/// <summary>Columns that hold the value, best first.</summary>
internal sealed record ValueMention(int Start, int Count, double Score, string Text, IReadOnlyList<Candidate<StoredValue>> Candidates)
    : Mention(Start, Count, Score);

/// <summary>Quoted text or a name that no column is known to hold.</summary>
internal sealed record TextMention(int Start, int Count, string Text) : Mention(Start, Count, 0.5);

internal sealed record NumberMention(int Start, int Count, decimal Value) : Mention(Start, Count, 0.8);

internal sealed record DateMention(int Start, int Count, DateRange Range) : Mention(Start, Count, 1);

internal sealed record CueMention(int Start, int Count, Cue Cue) : Mention(Start, Count, 0.9);

/// <summary>A word that stands for nothing of the schema.</summary>
internal sealed record WordMention(int Start, Token Token) : Mention(Start, 1, 0)
{
    public bool IsContent => Token.Kind is TokenKind.Word && !StopWords.Contains(Token.Lower);
}

internal sealed record Candidate<T>(T Item, double Score);

/// <summary>A value as it is stored, and where.</summary>
internal sealed record StoredValue(IndexedColumn Column, string Value);
