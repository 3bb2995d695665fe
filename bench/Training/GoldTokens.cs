using System.Text.RegularExpressions;

namespace Bench.Training;

internal enum GoldTokenKind
{
    Word,
    Text,

    /// <summary><c>"..."</c>: a name where one is known, else text.</summary>
    DoubleQuoted,
    Number,
    Symbol,
    End,
}

/// <param name="Value">Without quotes.</param>
internal readonly record struct GoldToken(GoldTokenKind Kind, string Value);

/// <summary>The tokens of a statement and a place among them.</summary>
internal sealed partial class GoldTokens
{
    private static readonly GoldToken End = new(GoldTokenKind.End, "the end");
    private readonly List<GoldToken> _tokens;

    public GoldTokens(string sql) => _tokens = [.. Pattern().Matches(sql).Select(Token)];

    public int Position { get; set; }

    public GoldToken Current => Peek(0);

    public GoldToken Peek(int offset) => Position + offset < _tokens.Count ? _tokens[Position + offset] : End;

    public bool At(string wordOrSymbol) => Is(Current, wordOrSymbol);

    public static bool Is(GoldToken token, string wordOrSymbol) => token.Kind is GoldTokenKind.Word or GoldTokenKind.Symbol
        && string.Equals(token.Value, wordOrSymbol, StringComparison.OrdinalIgnoreCase);

    public bool Take(string wordOrSymbol)
    {
        var isThere = At(wordOrSymbol);
        if (isThere)
            Position++;
        return isThere;
    }

    public bool Take(params ReadOnlySpan<string> words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (!Is(Peek(at), words[at]))
                return false;
        }

        Position += words.Length;
        return true;
    }

    public GoldToken Next()
    {
        var token = Current;
        Position++;
        return token;
    }

    public void Expect(string wordOrSymbol)
    {
        if (!Take(wordOrSymbol))
            throw new NotExpressibleException($"'{Current.Value}' in place of {wordOrSymbol}");
    }

    public void ExpectEnd()
    {
        if (Current.Kind is not GoldTokenKind.End)
            throw new NotExpressibleException($"'{Current.Value}' in place of the end");
    }

    /// <summary>To the next such word outside of parentheses opened from here on.</summary>
    public void SkipTo(string word)
    {
        var depth = 0;
        while (depth > 0 || !At(word))
        {
            if (Current.Kind is GoldTokenKind.End || depth < 0)
                throw new NotExpressibleException($"no {word}");
            depth += At("(") ? 1 : At(")") ? -1 : 0;
            Position++;
        }
    }

    /// <summary>Whether one of these stands directly inside the parentheses that open here.</summary>
    public bool ParenthesesHold(params ReadOnlySpan<string> wordsOrSymbols)
    {
        var (start, depth) = (Position, 0);
        var isFound = false;
        do
        {
            depth += At("(") ? 1 : At(")") ? -1 : 0;
            foreach (var sought in wordsOrSymbols)
                isFound |= depth == 1 && At(sought);
            Position++;
        }
        while (depth > 0 && !isFound && Current.Kind is not GoldTokenKind.End);
        Position = start;
        return isFound;
    }

    private static GoldToken Token(Match match) => match.Value[0] switch
    {
        '\'' => new GoldToken(GoldTokenKind.Text, Unquote(match.Value)),
        '"' => new GoldToken(GoldTokenKind.DoubleQuoted, Unquote(match.Value)),
        '`' => new GoldToken(GoldTokenKind.Word, Unquote(match.Value)),
        >= '0' and <= '9' => new GoldToken(GoldTokenKind.Number, match.Value),
        '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => new GoldToken(GoldTokenKind.Word, match.Value),
        _ => new GoldToken(GoldTokenKind.Symbol, match.Value),
    };

    private static string Unquote(string quoted) =>
        quoted[1..^1].Replace(new string(quoted[0], 2), quoted[..1], StringComparison.Ordinal);

    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|<=|>=|<>|!=|==|\|\||\S""")]
    private static partial Regex Pattern();
}
