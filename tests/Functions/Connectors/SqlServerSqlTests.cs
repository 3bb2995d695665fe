using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Sql;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>The connector's own SQL is read by Microsoft's parser, as the servers of 2016 and of 2022 read it.</summary>
public sealed class SqlServerSqlTests
{
    private static readonly SchemaTable Table = new(
        "sales", "odd ] [name", [new("a]b", "nvarchar(20)", ColumnKind.Text, true), new("c", "varchar(max)", ColumnKind.Text, true)], [], []);

    public static TheoryData<string> Queries =>
    [
        SqlServerCatalog.Queries.DefaultSchema!,
        .. SqlServerCatalog.Queries.Columns,
        SqlServerCatalog.Queries.PrimaryKeys,
        SqlServerCatalog.Queries.ForeignKeys,
        SqlServerCatalog.Queries.Sample(Table, ["a]b", "c"], DiscoveryLimits.Default),
        SqlServerCatalog.Queries.Sample(Table, ["c"], DiscoveryLimits.Default),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public void The_queries_of_discovery_are_one_select_each(string sql)
    {
        foreach (var statements in new[] { Statements(new TSql130Parser(true), sql), Statements(new TSql160Parser(true), sql) })
            Assert.Null(Assert.IsType<SelectStatement>(Assert.Single(statements)).Into);
    }

    [Fact]
    public void A_sample_reads_each_table_once_and_quotes_names()
    {
        var sample = SqlServerCatalog.Queries.Sample(Table, ["a]b", "c"], DiscoveryLimits.Default with { SampleRows = 7, MaxDistinctValues = 3 });

        Assert.Single(sample.Split("FROM [sales].[odd ]] [name]").Skip(1));
        Assert.Contains("TOP (7)", sample, StringComparison.Ordinal);
        Assert.Contains("[a]]b]", sample, StringComparison.Ordinal);
        Assert.Contains("<= 4", sample, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_begins_a_transaction_of_its_own_and_ends_it_by_rolling_back()
    {
        var begin = Statements(new TSql160Parser(true), SqlServerSession.BeginSql(TimeSpan.FromSeconds(30)));
        var end = Statements(new TSql160Parser(true), SqlServerSession.EndSql);

        Assert.Single(begin.OfType<BeginTransactionStatement>());
        Assert.Equal((SetOptions.ImplicitTransactions, true), Assert.IsType<PredicateSetStatement>(begin[^1]) is var last ? (last.Options, last.IsOn) : default);
        Assert.Contains(begin.OfType<PredicateSetStatement>(), set => set.IsOn && set.Options.HasFlag(SetOptions.QuotedIdentifier | SetOptions.XactAbort));
        Assert.IsType<RollbackTransactionStatement>(Assert.IsType<IfStatement>(end[0]).ThenStatement);
        Assert.DoesNotContain([.. begin, .. end], statement => statement is CommitTransactionStatement);
    }

    [Theory]
    [InlineData(0.5, "SET LOCK_TIMEOUT 500;")]
    [InlineData(30, "SET LOCK_TIMEOUT 10000;")]
    [InlineData(0, "SET LOCK_TIMEOUT 1;")]
    public void Nobody_waits_long_for_a_lock(double seconds, string expected) =>
        Assert.Contains(expected, SqlServerSession.BeginSql(TimeSpan.FromSeconds(seconds)), StringComparison.Ordinal);

    [Theory]
    [InlineData("SET SHOWPLAN_ALL ON")]
    [InlineData("SET SHOWPLAN_ALL ON\nGO\nSELECT 1")]
    [InlineData("SET SHOWPLAN_ALL OFF")]
    [InlineData("COMMIT; DELETE FROM orders")]
    [InlineData("SET IMPLICIT_TRANSACTIONS OFF SELECT 1")]
    [InlineData("SELECT 1 COMMIT DELETE FROM orders")]
    [InlineData("SELECT 1 ROLLBACK")]
    [InlineData("SELECT * INTO created FROM orders")]
    [InlineData("SELECT * FROM (DELETE FROM orders OUTPUT deleted.*) AS gone")]
    public void No_statement_of_a_caller_touches_the_session(string sql) =>
        Assert.False(SqlGuard.Check(sql, SqlDialect.SqlServer).Succeeded(out _, out _));

    [Theory]
    [InlineData("SELECT Place.STAsText() FROM shops")]
    [InlineData("SELECT s.Path.ToString() AS path FROM shops AS s")]
    public void Values_of_the_clr_can_be_asked_for_as_text(string sql) => Assert.True(SqlGuard.Check(sql, SqlDialect.SqlServer).Succeeded(out _, out _));

    private static List<TSqlStatement> Statements(TSqlParser parser, string sql)
    {
        using var text = new StringReader(sql);
        var script = (TSqlScript)parser.Parse(text, out var errors);
        Assert.Empty(errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"));
        return [.. Assert.Single(script.Batches).Statements];
    }
}
