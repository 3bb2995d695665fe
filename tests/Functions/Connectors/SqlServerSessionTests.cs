using System.Net;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>What the connector says over the wire to a scripted server, and what it makes of the answers.</summary>
public sealed class SqlServerSessionTests
{
    private static readonly SqlServerConnector Connector = new(new AddressPolicy(Options.Create(new OutgoingOptions { AllowPrivateAddresses = true })), TimeProvider.System);

    private static readonly ReadLimits Limits = new(TimeSpan.FromSeconds(10), 100);

    [Fact]
    public async Task A_statement_stands_in_a_transaction_that_is_rolled_back()
    {
        using var server = new TdsServer { Answer = Rows }.Start();

        var rows = await ReadAsync(server, "SELECT 1");

        Assert.Equal("one", Assert.Single(rows)[0]);
        Assert.Equal([SqlServerSession.BeginSql(Limits.Timeout), "SELECT 1", SqlServerSession.EndSql], server.Batches);
    }

    [Fact]
    public async Task The_next_statement_begins_anew_on_the_same_connection()
    {
        using var server = new TdsServer { Answer = Rows }.Start();

        await ReadAsync(server, "SELECT 1");
        await ReadAsync(server, "SELECT 2");

        Assert.Equal(1, server.Logins);
        Assert.Equal([SqlServerSession.BeginSql(Limits.Timeout), "SELECT 2", SqlServerSession.EndSql], server.Batches.Skip(3));
    }

    [Fact]
    public async Task A_plan_is_asked_for_and_the_session_taken_back()
    {
        using var server = new TdsServer { Answer = sql => sql == "SELECT 1" ? TdsServer.Row(TdsServer.Text("StmtText", "  |--Constant Scan"), TdsServer.Text("StmtId", "1")) : [] }.Start();

        var plan = await Connector.ExplainAsync(SettingsFor(server), new ReadStatement(SqlDialect.SqlServer, "SELECT 1"), Limits, CancellationToken.None);

        Assert.Equal(["  |--Constant Scan"], plan);
        Assert.Equal(["SET SHOWPLAN_ALL ON", "SELECT 1", "SET SHOWPLAN_ALL OFF", SqlServerSession.EndSql], server.Batches.Skip(1));
    }

    [Fact]
    public async Task A_failed_statement_tells_what_the_server_said_and_is_rolled_back()
    {
        using var server = new TdsServer { Answer = sql => sql.StartsWith("SELECT", StringComparison.Ordinal) ? TdsServer.Error(207, 16, "Invalid column name 'no_such'.", 3) : [] }.Start();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server, "SELECT no_such"));

        Assert.Equal((ConnectorFailure.StatementFailed, "Invalid column name 'no_such'. (line 3)"), (failure.Failure, failure.Message));
        Assert.Equal(SqlServerSession.EndSql, server.Batches[^1]);
    }

    [Fact]
    public async Task A_wrong_password_is_access_denied()
    {
        using var server = new TdsServer { AfterLogin = TdsServer.Error(18456, 14, "Login failed for user 'reader'.", 1) }.Start();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server, "SELECT 1"));

        Assert.Equal((ConnectorFailure.AccessDenied, "Login failed for user 'reader'."), (failure.Failure, failure.Message));
        Assert.DoesNotContain(SettingsFor(server).Password!, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_is_cancelled_on_the_server_at_its_time_limit_and_rolled_back()
    {
        using var server = new TdsServer { Answer = sql => sql.StartsWith("SELECT", StringComparison.Ordinal) ? null : [] }.Start();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server, "SELECT 1", Limits with { Timeout = TimeSpan.FromSeconds(0.5) }));

        Assert.Equal(ConnectorFailure.TimedOut, failure.Failure);
        Assert.Equal(["SELECT 1", "(attention)", SqlServerSession.EndSql], server.Batches.Skip(1));
    }

    [Fact]
    public async Task A_statement_without_rows_is_refused()
    {
        using var server = new TdsServer().Start();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server, "DELETE FROM orders"));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        Assert.Equal(SqlServerSession.EndSql, server.Batches[^1]);
    }

    [Fact]
    public async Task Without_encryption_nothing_is_logged_in_unless_it_was_switched_off()
    {
        using var server = new TdsServer { Answer = Rows }.Start();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Connector.CheckAsync(SettingsFor(server) with { SslMode = null }, CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.Equal(0, server.Logins);
    }

    [Fact]
    public async Task A_server_that_sends_on_is_followed_where_connections_may_go()
    {
        using var target = new TdsServer { Answer = Rows }.Start();
        using var server = new TdsServer { AfterLogin = TdsServer.Route("127.0.0.1", target.Port) }.Start();

        Assert.Single(await ReadAsync(server, "SELECT 1"));
        Assert.Contains("SELECT 1", target.Batches);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(18456)]
    [InlineData(40613)]
    public async Task A_server_that_sends_on_where_connections_may_not_go_gets_no_statement_there_and_tells_nothing(int failsWith)
    {
        using var target = new TdsServer { Answer = Rows, AfterLogin = failsWith == 0 ? [] : TdsServer.Error(failsWith, 14, "Told by the target.", 1) }.Start();
        using var server = new TdsServer { AfterLogin = TdsServer.Route("localhost", target.Port) }.Start();
        // The scripted server is allowed as if it were public, and the name it gives looks up to an address that is never allowed.
        var addresses = new AddressPolicy(
            Options.Create(new OutgoingOptions { AllowPrivateAddresses = true }), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => new SqlServerConnector(addresses, TimeProvider.System).CheckAsync(SettingsFor(server), CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.Contains("does not connect to", failure.Message, StringComparison.Ordinal);
        Assert.Empty(target.Batches);
    }

    [Fact]
    public async Task A_server_at_an_address_of_the_newer_protocol_is_reached()
    {
        using var server = new TdsServer(IPAddress.IPv6Loopback) { Answer = Rows }.Start();

        Assert.Single(await ReadAsync(server, "SELECT 1", host: "::1"));
    }

    [Fact]
    public async Task Each_address_of_a_name_is_tried()
    {
        using var server = new TdsServer { Answer = Rows }.Start();
        var addresses = new AddressPolicy(
            Options.Create(new OutgoingOptions { AllowPrivateAddresses = true }), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]));

        var info = await new SqlServerConnector(addresses, TimeProvider.System).CheckAsync(SettingsFor(server) with { Host = "db.example.com" }, CancellationToken.None);

        Assert.Equal("one", info.Version);
    }

    [Fact]
    public async Task Values_beyond_the_types_of_the_runtime_come_through()
    {
        byte[] largest = [17, 1, .. Enumerable.Repeat((byte)0xFF, 15), 0x3F]; // length, sign, magnitude: 2^126 - 1
        byte[] type = [0xF0, .. TdsServer.Int16(0xFFFF), .. TdsServer.Short("shop"), .. TdsServer.Short("sys"), .. TdsServer.Short("hierarchyid"), .. TdsServer.Long("Absent.Type, Absent")];
        byte[] bytes = [2, 0, 0, 0, 0, 0, 0, 0, .. TdsServer.Int32(2), 0x5A, 0xC0, .. TdsServer.Int32(0)];
        using var server = new TdsServer
        {
            Answer = sql => sql.StartsWith("SELECT", StringComparison.Ordinal) ? TdsServer.Row(([0x6C, 17, 38, 0], "", largest), (type, "path", bytes)) : [],
        }.Start();

        var (columns, row) = await FirstAsync(server);

        Assert.Equal([new ResultColumn("column1", ColumnKind.Decimal), new ResultColumn("path", ColumnKind.Binary)], columns);
        Assert.Equal("85070591730234615865843651857942052863", row[0]);
        Assert.Equal(new byte[] { 0x5A, 0xC0 }, row[1]);
    }

    private static byte[] Rows(string sql) => sql.StartsWith("SELECT", StringComparison.Ordinal) ? TdsServer.Row(TdsServer.Text("a", "one")) : [];

    private static ConnectionSettings SettingsFor(TdsServer server) => new("shop", "127.0.0.1", server.Port, "reader", "s3cret-Pa55word", "disable");

    private static async Task<(IReadOnlyList<ResultColumn> Columns, object?[] Row)> FirstAsync(TdsServer server)
    {
        await using var reader = await Connector.ReadAsync(SettingsFor(server), new ReadStatement(SqlDialect.SqlServer, "SELECT 1"), Limits, CancellationToken.None);
        return (reader.Columns, (await reader.ReadAsync(CancellationToken.None))!);
    }

    private static async Task<List<object?[]>> ReadAsync(TdsServer server, string sql, ReadLimits? limits = null, string host = "127.0.0.1")
    {
        await using var reader = await Connector.ReadAsync(SettingsFor(server) with { Host = host }, new ReadStatement(SqlDialect.SqlServer, sql), limits ?? Limits, CancellationToken.None);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(CancellationToken.None) is { } row)
            rows.Add(row);
        return rows;
    }
}
