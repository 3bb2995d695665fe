using System.Net;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Platform;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>What can be known without a server.</summary>
public sealed class SqlServerConnectorTests
{
    private static readonly ConnectionSettings Settings = new("shop", "db.example.com", 1433, "reader", "s3cret-Pa55;word");

    private readonly SqlServerConnector _connector = new(new AddressPolicy(Options.Create(new OutgoingOptions { AllowPrivateAddresses = true })), TimeProvider.System);

    [Theory]
    [InlineData("db.example.com\\instance")]
    [InlineData("(localdb)\\x")]
    [InlineData("np:\\\\.\\pipe\\sql")]
    [InlineData("tcp:db.example.com,1433")]
    public void A_host_spelled_as_the_driver_likes_it_is_refused(string host) =>
        Assert.Equal("host", Assert.Single(_connector.Validate(Settings with { Host = host })).Path);

    [Fact]
    public void Good_settings_are_not_refused() => Assert.Empty(_connector.Validate(Settings));

    [Theory]
    [InlineData(null, false, "db.example.com")]
    [InlineData("verify-full", false, "db.example.com")]
    [InlineData("require", true, "")]
    [InlineData("prefer", true, "")]
    public void Connections_go_to_the_address_and_certificates_are_for_the_name(string? sslMode, bool trusts, string certificateName)
    {
        var built = new SqlConnectionStringBuilder(SqlServerConnector.ConnectionString(Settings with { SslMode = sslMode }, IPAddress.Parse("192.0.2.7")));

        Assert.Equal("tcp:192.0.2.7,1433", built.DataSource);
        Assert.Equal(ApplicationIntent.ReadOnly, built.ApplicationIntent);
        Assert.Equal(SqlConnectionEncryptOption.Mandatory, built.Encrypt);
        Assert.Equal((trusts, certificateName), (built.TrustServerCertificate, built.HostNameInCertificate));
        Assert.Equal(Settings.Password, built.Password);
    }

    [Fact]
    public async Task An_unreachable_server_is_told_within_seconds_and_without_the_password()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => _connector.CheckAsync(Settings with { Host = "127.0.0.1", Port = 1 }, CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.DoesNotContain(Settings.Password!, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(18456, 14, ConnectorFailure.AccessDenied)]
    [InlineData(4060, 11, ConnectorFailure.AccessDenied)]
    [InlineData(-2, 11, ConnectorFailure.TimedOut)]
    [InlineData(1222, 16, ConnectorFailure.TimedOut)]
    [InlineData(53, 20, ConnectorFailure.Unreachable)]
    [InlineData(10054, 20, ConnectorFailure.ConnectionLost)]
    [InlineData(596, 21, ConnectorFailure.ConnectionLost)]
    [InlineData(208, 16, ConnectorFailure.StatementFailed)]
    public void Error_numbers_have_their_meaning(int number, byte severity, ConnectorFailure expected) => Assert.Equal(expected, SqlServerErrors.FailureOf(number, severity));

    [Fact]
    public void The_catalogue_queries_are_selects_that_its_parser_reads()
    {
        var queries = SqlServerCatalog.Queries;
        var table = new SchemaTable("dbo", "odd]name", [], [], []);
        string[] all = [queries.DefaultSchema!, .. queries.Columns, queries.PrimaryKeys, queries.ForeignKeys, queries.Sample(table, ["a]b", "c"], DiscoveryLimits.Default)];

        Assert.All(all, sql => Assert.Null(SqlServerSession.Refusal(sql)));
        Assert.Contains("[odd]]name]", all[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1; DELETE FROM orders")]
    [InlineData("SELECT 1\nGO\nDELETE FROM orders")]
    [InlineData("SELECT * INTO copied FROM orders")]
    [InlineData("EXEC xp_cmdshell 'dir'")]
    [InlineData("DELETE FROM orders")]
    [InlineData("COMMIT")]
    [InlineData("")]
    [InlineData("SELECT FROM WHERE")]
    public void What_is_not_one_select_is_refused_before_it_is_sent(string sql) => Assert.NotNull(SqlServerSession.Refusal(sql));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("WITH a AS (SELECT 1 AS x) SELECT TOP (3) * FROM a ORDER BY x")]
    [InlineData("SELECT [odd name] FROM dbo.orders -- last words")]
    public void One_select_is_not_refused(string sql) => Assert.Null(SqlServerSession.Refusal(sql));

    [Theory]
    [InlineData("nvarchar(50)", ColumnKind.Text)]
    [InlineData("decimal(10,2)", ColumnKind.Decimal)]
    [InlineData("datetimeoffset", ColumnKind.TimestampTz)]
    [InlineData("timestamp", ColumnKind.Binary)]
    [InlineData("sys.geography", ColumnKind.Binary)]
    [InlineData("sql_variant", ColumnKind.Other)]
    [InlineData("bit", ColumnKind.Boolean)]
    public void Types_have_their_kind(string type, ColumnKind kind) => Assert.Equal(kind, _connector.KindOf(type));
}
