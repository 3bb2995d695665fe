using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Sql;

/// <summary>SQL as its lexer reads it. Every index is one of <paramref name="Tokens"/>; an index outside them matches nothing.</summary>
/// <param name="Source">The text that was given; positions in refusals are in it.</param>
/// <param name="Canonical">
/// The same without comments, and with strings spelt so that no server setting reads them differently: the database sees nothing that the guard did not.
/// </param>
internal sealed record SqlText(string Source, string Canonical, IReadOnlyList<SqlToken> Tokens)
{
    public int Count => Tokens.Count;

    public bool IsSymbol(int index, char symbol) => index >= 0 && index < Count && Tokens[index].Is(symbol);

    public bool IsName(int index) => index >= 0 && index < Count && Tokens[index].IsName;

    public bool IsString(int index) =>
        index >= 0 && index < Count && Tokens[index].Kind is SqlTokenKind.String or SqlTokenKind.StringOrName;

    /// <summary>Whether an unquoted word stands here where it can be a keyword: not behind a dot or <c>AS</c>, where every dialect reads a name.</summary>
    public bool IsKeyword(int index, string word) =>
        IsWord(index, word) && !IsSymbol(index - 1, '.') && !IsWord(index - 1, "as");

    public bool IsKeyword(int index, IReadOnlySet<string> words) =>
        index >= 0 && index < Count && words.Contains(Tokens[index].Value) && IsKeyword(index, Tokens[index].Value);

    public bool IsWord(int index, string word) =>
        index >= 0 && index < Count && Tokens[index].Kind == SqlTokenKind.Word && Tokens[index].Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public ApiError Refuse(int index, string why) => SqlErrors.Refused(Source, Tokens[Math.Min(index, Count - 1)].Start, why);
}
