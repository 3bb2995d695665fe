namespace FunctionsPlatform.Sql;

internal enum SqlTokenKind
{
    /// <summary>A keyword or an unquoted name.</summary>
    Word,
    QuotedName,
    String,

    /// <summary><c>"..."</c> in MySQL: a string, or a name where the server's mode is ANSI_QUOTES.</summary>
    StringOrName,
    Number,

    /// <summary>One character of punctuation or of an operator.</summary>
    Symbol,
}

/// <param name="Value">A name without its quotes, a word or symbol as written; empty for strings and numbers, whose content no rule looks at.</param>
/// <param name="Start">Where it begins in the text that was given.</param>
/// <param name="End">Where it ends in <see cref="SqlText.Canonical"/>.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value, int Start, int End)
{
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    public bool Is(char symbol) => Kind == SqlTokenKind.Symbol && Value[0] == symbol;
}
