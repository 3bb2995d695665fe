using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Tests.Sql;

/// <summary>What holds for any text at all.</summary>
public sealed class SqlGuardProperties
{
    private static readonly string[] Pieces =
    [
        "SELECT", "WITH", "x", "AS", "(", ")", ",", ";", "FROM", "INSERT", "INTO", "DELETE", "UPDATE", "DROP TABLE t", "'", "''", "\\", "\\'", "\"", "`", "[", "]",
        "--", "-- ", "\n", "/*", "*/", "/*!", "#", "$$", "$a$", "E'", "N'", "U&'", "1", "1.", "0x", ".", ":", "@", "?", "{", "}", "*", "+", " ", "\t", "\u00a0",
        "é", "pg_sleep", "sleep", "VALUES", "UNION", "WHERE", "=", "t", "NOT", "MATERIALIZED", "\0", "\ud83d\ude00", "\ud83d",
    ];

    public static Arbitrary<string> Soup() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

    [Property(MaxTest = 3_000, Arbitrary = [typeof(SqlGuardProperties)])]
    public void No_text_makes_the_guard_fail_or_change_its_mind(string sql)
    {
        foreach (var dialect in SqlCorpus.Dialects)
        {
            if (SqlGuard.Check(sql, dialect).Succeeded(out var statement, out _))
                Assert.Equal(statement, SqlGuard.Check(statement.Text, dialect).Value);
        }
    }

    /// <summary>Behind "SELECT 1", whatever the soup, a semicolon that the lexer of the dialect sees as one lets nothing follow.</summary>
    [Property(MaxTest = 3_000, Arbitrary = [typeof(SqlGuardProperties)])]
    public void An_accepted_text_holds_no_second_statement(string sql)
    {
        foreach (var dialect in SqlCorpus.Dialects)
        {
            if (!SqlGuard.Check($"SELECT 1 {sql}", dialect).Succeeded(out var statement, out _))
                continue;
            Assert.DoesNotContain(SqlLexer.Read(statement.Text, dialect).Value.Tokens, token => token.Is(';'));
            Assert.False(SqlGuard.Check($"{statement.Text}\n; DROP TABLE t", dialect).Succeeded(out _, out _)); // on a line of its own: the text may end in a comment
        }
    }
}
