using System.Globalization;
using System.Text;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Sql;

/// <summary>
/// Cuts SQL into tokens as the database of a dialect would, and refuses what databases of that dialect may cut differently:
/// letters stuck to numbers, invisible characters, executable comments, variables.
/// </summary>
internal sealed class SqlLexer
{
    private readonly string _sql;
    private readonly SqlSyntax _syntax;
    private readonly List<SqlToken> _tokens = [];
    private readonly StringBuilder _canonical;
    private ApiError? _refusal;
    private int _at;

    private SqlLexer(string sql, SqlSyntax syntax) => (_sql, _syntax, _canonical) = (sql, syntax, new StringBuilder(sql.Length));

    public static Result<SqlText> Read(string sql, SqlDialect dialect)
    {
        var lexer = new SqlLexer(sql, SqlSyntax.Of(dialect));
        while (lexer._at < sql.Length && lexer._refusal is null)
            lexer.ReadNext();
        return lexer._refusal is { } refusal ? refusal : new SqlText(sql, lexer._canonical.ToString(), lexer._tokens);
    }

    private char Current => Peek(0);

    private char Peek(int offset) => _at + offset < _sql.Length ? _sql[_at + offset] : '\0';

    private bool At(string text) => string.CompareOrdinal(_sql, _at, text, 0, text.Length) == 0;

    private void ReadNext()
    {
        var c = Current;
        if (c is ' ' or '\t' or '\r' or '\n')
            _canonical.Append(_sql[_at++]);
        else if (AtLineComment())
            SkipLineComment();
        else if (At("/*"))
            SkipBlockComment();
        else if (c == '\'')
            ReadString(_syntax.BackslashEscapes);
        else if (c == '"')
            ReadDoubleQuoted();
        else if (c == '`' && _syntax.BacktickNames)
            ReadQuotedName('`');
        else if (c == '[' && _syntax.BracketNames)
            ReadQuotedName(']');
        else if (c == '$' && _syntax.DollarQuotes && DollarTag() is { } tag)
            ReadDollarQuoted(tag);
        else if (char.IsAsciiDigit(c) || (c is '.' or '$' && char.IsAsciiDigit(Peek(1)) && !_syntax.VariableSigils.Contains(c)))
            ReadNumber();
        else if (IsNameStart(_at))
            ReadWord();
        else if (_syntax.VariableSigils.Contains(c))
            Refuse(_at, $"'{c}' begins a variable or a parameter, and the statement has none. Write the value itself.");
        else if (IsSymbol(c))
            ReadSymbol();
        else
            Refuse(_at, $"the character U+{(int)c:X4} has no meaning here.");
    }

    private bool AtLineComment() => _syntax.MySqlComments
        ? Current == '#' || (At("--") && (_at + 2 >= _sql.Length || Peek(2) is ' ' or '\t' or '\r' or '\n'))
        : At("--");

    private void SkipLineComment()
    {
        var end = _sql.IndexOf('\n', _at);
        _at = end < 0 ? _sql.Length : end;
        _canonical.Append(' ');
    }

    private void SkipBlockComment()
    {
        var start = _at;
        if (_syntax.LiveComments.FirstOrDefault(At) is { } opening)
        {
            Refuse(start, $"'{opening}' begins a comment that the database obeys.");
            return;
        }

        var depth = 0;
        do
        {
            if (_at >= _sql.Length)
                Refuse(start, "this comment is never closed.");
            else if (At("/*") && (depth == 0 || _syntax.NestedComments))
                (depth, _at) = (depth + 1, _at + 2);
            else if (At("*/"))
                (depth, _at) = (depth - 1, _at + 2);
            else
                _at++;
        }
        while (depth > 0 && _refusal is null);
        _canonical.Append(' ');
    }

    /// <summary>At the opening quote. An <c>E</c> before it, if any, is already written.</summary>
    private void ReadString(bool escapes)
    {
        var (start, written) = (_at, _canonical.Length);
        ReadQuoted(_sql[_at], escapes);
        if (_syntax.BackslashIsSetting && !escapes && _sql.IndexOf('\\', start, _at - start) >= 0)
        {
            // A space, lest the E joins a word before it.
            _canonical.Replace("\\", "\\\\", written, _canonical.Length - written).Insert(written, " E");
        }

        if (_syntax.JoinsStrings && _tokens is [.., { Kind: SqlTokenKind.String }])
            Refuse(start, "a string follows a string. Join them with ||.");
        Add(SqlTokenKind.String, "", start);
    }

    private void ReadDoubleQuoted()
    {
        var start = _at;
        if (!_syntax.DoubleQuotesAreStrings)
        {
            ReadQuotedName('"');
            return;
        }

        ReadQuoted('"', escapes: true);
        Add(SqlTokenKind.StringOrName, Unquote(start, '"'), start);
    }

    private void ReadQuotedName(char closing)
    {
        var start = _at;
        ReadQuoted(closing, escapes: false);
        Add(SqlTokenKind.QuotedName, Unquote(start, closing), start);
    }

    private string Unquote(int start, char closing) =>
        _refusal is null ? _sql[(start + 1)..(_at - 1)].Replace($"{closing}{closing}", $"{closing}", StringComparison.Ordinal) : "";

    private void ReadQuoted(char closing, bool escapes)
    {
        var start = _at;
        _canonical.Append(_sql[_at++]);
        while (_at < _sql.Length)
        {
            if (escapes && Current == '\\')
            {
                _canonical.Append(Peek(1) == closing ? closing : '\\').Append(Peek(1));
                _at += 2;
            }
            else if (Current != closing)
            {
                _canonical.Append(_sql[_at++]);
            }
            else if (Peek(1) == closing && (closing != ']' || _syntax.BracketsDouble))
            {
                _canonical.Append(closing, 2);
                _at += 2;
            }
            else
            {
                _canonical.Append(_sql[_at++]);
                return;
            }
        }

        Refuse(start, $"this {_sql[start]} is never closed.");
    }

    /// <summary><c>$$</c> or <c>$word$</c> at this place, or null.</summary>
    private string? DollarTag()
    {
        var end = _at + 1;
        while (end < _sql.Length && (IsNameStart(end) || (end > _at + 1 && char.IsAsciiDigit(_sql[end]))))
            end++;
        return end < _sql.Length && _sql[end] == '$' ? _sql[_at..(end + 1)] : null;
    }

    private void ReadDollarQuoted(string tag)
    {
        var start = _at;
        var close = _sql.IndexOf(tag, _at + tag.Length, StringComparison.Ordinal);
        if (close < 0)
        {
            Refuse(start, $"this {tag} is never closed.");
            return;
        }

        _at = close + tag.Length;
        _canonical.Append(_sql, start, _at - start);
        Add(SqlTokenKind.String, "", start);
    }

    private void ReadNumber()
    {
        var start = _at;
        if (Current == '$')
            _at++;
        if (Current == '0' && char.ToLowerInvariant(Peek(1)) is 'x' or 'b' or 'o')
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Current) || Current == '_')
                _at++;
        }
        else
        {
            SkipDigits();
            if (Current == '.')
                _at++;
            SkipDigits();
            var sign = Peek(1) is '+' or '-' ? 1 : 0;
            if (Current is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
            {
                _at += 1 + sign;
                SkipDigits();
            }
        }

        if (Current == '.' || Current == '$' || IsNameStart(_at))
            Refuse(_at, "something is stuck to a number. Put a space between them, or quotes around the name.");
        _canonical.Append(_sql, start, _at - start);
        Add(SqlTokenKind.Number, "", start);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current) || (Current == '_' && char.IsAsciiDigit(Peek(1))))
            _at++;
    }

    private void ReadWord()
    {
        var start = _at;
        while (_at < _sql.Length && IsNamePart(_at))
            _at++;
        var word = _sql[start.._at];
        _canonical.Append(word);
        var isEscapePrefix = _syntax.EscapeStrings && word is "e" or "E" && Current == '\'';
        if (isEscapePrefix)
            ReadString(escapes: true);
        else if (_syntax.EscapeStrings && word is "u" or "U" && (At("&'") || At("&\"")))
            Refuse(start, "U& hides characters. Write them as they are.");
        else
            Add(SqlTokenKind.Word, word, start);
    }

    private void ReadSymbol()
    {
        _canonical.Append(Current);
        _at++;
        Add(SqlTokenKind.Symbol, _sql[(_at - 1).._at], _at - 1);
    }

    private static bool IsSymbol(char c) => c is > ' ' and < '\x7f' and not ('\\' or '`' or '$' or '"' or '\'');

    private bool IsNameStart(int index) =>
        index < _sql.Length && (char.IsAsciiLetter(_sql[index]) || _syntax.NameStart.Contains(_sql[index]) || IsForeignLetter(index));

    private bool IsNamePart(int index) => char.IsAsciiLetterOrDigit(_sql[index]) || _syntax.NamePart.Contains(_sql[index]) || IsForeignLetter(index);

    /// <summary>Beyond ASCII databases take nearly everything for a letter; some of them take invisible characters for spaces.</summary>
    private bool IsForeignLetter(int index) => _sql[index] > '\x7f' && CharUnicodeInfo.GetUnicodeCategory(_sql, index) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private void Add(SqlTokenKind kind, string value, int start) => _tokens.Add(new SqlToken(kind, value, start, _canonical.Length));

    private void Refuse(int position, string why) => _refusal ??= SqlErrors.Refused(_sql, Math.Min(position, _sql.Length), why);
}
