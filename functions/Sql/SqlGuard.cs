using System.Text;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql.Dialects;

namespace FunctionsPlatform.Sql;

/// <summary>Lets one reading statement through and refuses everything else. The database checks again: connectors run in read-only transactions.</summary>
public static class SqlGuard
{
    public const int MaxBytes = 100 * 1024;

    /// <summary>Parsers recurse, and DuckDB binds 49,000 columns for six minutes without hearing a cancellation.</summary>
    public const int MaxTokens = 10_000;

    /// <summary>Refuses with code <c>sql_refused</c>; the message says which word, where, and why.</summary>
    public static Result<ReadStatement> Check(string sql, SqlDialect dialect)
    {
        if (CheckEncoding(sql) is { } unreadable)
            return unreadable;
        if (!SqlLexer.Read(sql, dialect).Succeeded(out var text, out var refusal))
            return refusal;

        text = WithoutTrailingSemicolons(text);
        if (text.Count == 0)
            return SqlErrors.Refused("The SQL is empty.");
        if (text.Count > MaxTokens)
            return SqlErrors.Refused($"The SQL has more than {MaxTokens} words.");

        var rules = DialectRules.Of(dialect);
        return BracketCheck.Check(text, out var closings)
            ?? StatementCheck.Check(text, rules, closings)
            ?? NameCheck.Check(text, rules, closings)
            ?? (rules.ReadsFilesByName ? RelationCheck.Check(text, rules) : null)
            ?? (dialect == SqlDialect.SqlServer ? TransactSqlCheck.Check(text) : null)
            ?? (Result<ReadStatement>)new ReadStatement(dialect, text.Canonical.Trim());
    }

    private static ApiError? CheckEncoding(string sql)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return SqlErrors.Refused("The SQL is empty.");
        if (sql.Length > MaxBytes || Encoding.UTF8.GetByteCount(sql) > MaxBytes)
            return SqlErrors.Refused($"The SQL is longer than {MaxBytes / 1024} KB.");

        var position = 0;
        foreach (var rune in sql.EnumerateRunes())
        {
            if (rune.Value == 0)
                return SqlErrors.Refused(sql, position, "a NUL character.");
            if (rune == Rune.ReplacementChar && sql[position] != '\ufffd')
                return SqlErrors.Refused(sql, position, "half a character (a lone surrogate).");
            position += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static SqlText WithoutTrailingSemicolons(SqlText text)
    {
        var count = text.Count;
        while (text.IsSymbol(count - 1, ';'))
            count--;
        return text with { Tokens = [.. text.Tokens.Take(count)], Canonical = count == 0 ? "" : text.Canonical[..text.Tokens[count - 1].End] };
    }
}
