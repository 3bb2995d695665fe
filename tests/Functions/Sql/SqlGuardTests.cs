using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Tests.Sql;

public sealed class SqlGuardTests
{
    public static TheoryData<SqlDialect, string, string> HostileStatements()
    {
        var data = new TheoryData<SqlDialect, string, string>();
        foreach (var dialect in SqlCorpus.Dialects)
        {
            foreach (var statement in SqlCorpus.Hostile(dialect).Where(statement => statement.OnlyDatabase is null))
            {
                data.Add(dialect, statement.Aim, statement.On("/srv/canary.csv", "/srv/out.csv", 5432).Sql);
            }
        }

        return data;
    }

    public static TheoryData<SqlDialect, string> BenignStatements()
    {
        var data = new TheoryData<SqlDialect, string>();
        foreach (var dialect in SqlCorpus.Dialects)
        {
            foreach (var sql in SqlCorpus.Benign(dialect))
                data.Add(dialect, sql);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(HostileStatements))]
    public void A_hostile_statement_is_refused(SqlDialect dialect, string aim, string sql)
    {
        Assert.False(SqlGuard.Check(sql, dialect).Succeeded(out _, out var error), aim);
        Assert.Equal((ErrorKind.Invalid, "sql_refused"), (error.Kind, error.Code));
    }

    [Theory]
    [MemberData(nameof(BenignStatements))]
    public void A_statement_that_reads_passes(SqlDialect dialect, string sql) =>
        Assert.True(SqlGuard.Check(sql, dialect).Succeeded(out _, out var error), error?.Message);

    [Theory]
    [InlineData("SELECT a,\n       pg_sleep(1)\nFROM t", "2:8: pg_sleep")]
    [InlineData("SELECT 1;\nDROP TABLE t", "1:9: a second statement")]
    [InlineData("WITH x AS (\n  DELETE FROM t RETURNING *) SELECT 1", "2:3:")]
    [InlineData("SELECT 'abc", "1:8: this ' is never closed")]
    [InlineData("SELECT (1", "1:8: '(' is never closed")]
    [InlineData("DROP TABLE t", "1:1: a statement that reads does not begin with DROP")]
    public void A_refusal_says_where_and_why(string sql, string part) =>
        Assert.Contains(part, SqlGuard.Check(sql, SqlDialect.PostgreSql).Error.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "SELECT 1 /* x */ ; -- y", "SELECT 1")]
    [InlineData(SqlDialect.PostgreSql, "SELECT 'C:\\'", "SELECT  E'C:\\\\'")]
    [InlineData(SqlDialect.MySql, "SELECT 'it\\'s'", "SELECT 'it''s'")]
    [InlineData(SqlDialect.MySql, "SELECT 1 # x\n+ 1", "SELECT 1  \n+ 1")]
    public void What_passes_is_free_of_comments_and_reads_alike_under_every_server_setting(SqlDialect dialect, string sql, string expected) =>
        Assert.Equal(expected, SqlGuard.Check(sql, dialect).Value.Text);

    [Theory]
    [InlineData("")]
    [InlineData(" ;; ")]
    [InlineData("-- nothing")]
    [InlineData("SELECT '\0'")]
    [InlineData("SELECT '")]
    [InlineData("SELECT /*")]
    [InlineData("SELECT ]")]
    [InlineData("(((")]
    [InlineData("WITH")]
    public void What_is_no_statement_is_refused_in_every_dialect(string sql) =>
        Assert.All(SqlCorpus.Dialects, dialect => Assert.Equal("sql_refused", SqlGuard.Check(sql, dialect).Error.Code));

    [Theory]
    [InlineData("SELECT {0}", "1+", "1", 4_900)]
    [InlineData("SELECT {0}", "NOT ", "1", 9_900)]
    [InlineData("SELECT {0}", "- ", "1", 9_900)]
    [InlineData("SELECT {0}", "CASE WHEN 1=1 THEN ", "1", 1_600)]
    [InlineData("{0}", "SELECT 1 UNION ALL ", "SELECT 1", 2_400)]
    [InlineData("SELECT {0}", "(", "1", 9_900)]
    [InlineData("SELECT 1 FROM {0}", "a JOIN ", "a", 4_900)]
    [InlineData("SELECT 1 WHERE {0}", "1=1 AND ", "1=1", 2_400)]
    [InlineData("SELECT {0}", "1,", "1", 40_000)]
    public void Monstrous_statements_end_neither_the_stack_nor_the_patience(string frame, string piece, string last, int count)
    {
        var sql = string.Format(null, frame, string.Concat(Enumerable.Repeat(piece, count)) + last);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var dialect in SqlCorpus.Dialects)
            _ = SqlGuard.Check(sql, dialect);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Contains("surrogate", SqlGuard.Check("SELECT '\ud800'", SqlDialect.PostgreSql).Error.Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_100_KB_are_refused() =>
        Assert.Contains("100 KB", SqlGuard.Check($"SELECT '{new string('x', 102_400)}'", SqlDialect.PostgreSql).Error.Message, StringComparison.Ordinal);
}
