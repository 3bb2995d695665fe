using FunctionsPlatform.Sql;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FunctionsPlatform.Tests.Translation.Embedded.Servers;

/// <summary>A question asked of a real server is answered with the rows that SQLite answers with.</summary>
public abstract class ServerAnswersTests(ServerShop server, SqliteShop sqlite)
{
    [SkippableTheory]
    [MemberData(nameof(ServerQuestions.All), MemberType = typeof(ServerQuestions))]
    public async Task Answers_as_sqlite_does(string question)
    {
        _ = server.Settings;
        var expected = await sqlite.AnswerAsync(question);
        var actual = await server.AnswerAsync(question);

        Assert.NotEmpty(expected.Rows);
        Assert.True(
            expected.Rows.Order(StringComparer.Ordinal).SequenceEqual(actual.Rows.Order(StringComparer.Ordinal)),
            $"{expected.Sql}\n  {string.Join("\n  ", expected.Rows)}\n{actual.Sql}\n  {string.Join("\n  ", actual.Rows)}");
    }
}

public sealed class PostgreSqlAnswersTests(PostgreSqlShop server, SqliteShop sqlite)
    : ServerAnswersTests(server, sqlite), IClassFixture<PostgreSqlShop>, IClassFixture<SqliteShop>;

public sealed class MariaDbAnswersTests(MariaDbShop server, SqliteShop sqlite)
    : ServerAnswersTests(server, sqlite), IClassFixture<MariaDbShop>, IClassFixture<SqliteShop>;

public sealed class DuckDbAnswersTests(DuckDbShop server, SqliteShop sqlite)
    : ServerAnswersTests(server, sqlite), IClassFixture<DuckDbShop>, IClassFixture<SqliteShop>;

/// <summary>SQL Server has no server here: Microsoft's own parser reads what would be sent to it.</summary>
public sealed class SqlServerAnswersTests(SqliteShop sqlite) : IClassFixture<SqliteShop>
{
    [Theory]
    [MemberData(nameof(ServerQuestions.All), MemberType = typeof(ServerQuestions))]
    public async Task Is_read_by_the_parser_and_let_through_by_the_guard(string question)
    {
        var sql = await Ask.SqlAsync(question, SqlDialect.SqlServer, schema: sqlite.Catalog);

        Assert.True(SqlGuard.Check(sql, SqlDialect.SqlServer).Succeeded(out _, out var refusal), $"{sql}: {refusal?.Message}");
        var script = Assert.IsType<TSqlScript>(new TSql130Parser(true).Parse(new StringReader(sql), out var errors));
        Assert.True(errors.Count == 0, $"{sql}: {errors.FirstOrDefault()?.Message}");
        Assert.IsType<SelectStatement>(Assert.Single(Assert.Single(script.Batches).Statements));
    }
}
