namespace FunctionsPlatform.Translation.Embedded.Language;

internal enum TokenKind
{
    Word,
    Number,

    /// <summary>Text between quotes, without them.</summary>
    Quoted,
    Punctuation,
}

/// <summary>A word, number or quoted text of a question.</summary>
/// <param name="Text">As written.</param>
/// <param name="Lower">In lower case.</param>
/// <param name="Lemma">In lower case and singular.</param>
/// <param name="Number">Its value when it is a number, in digits or in words.</param>
internal sealed record Token(string Text, string Lower, string Lemma, TokenKind Kind, decimal? Number = null)
{
    /// <summary>Written with a capital: perhaps a name.</summary>
    public bool IsCapitalised => Text.Length > 0 && char.IsUpper(Text[0]);
}
