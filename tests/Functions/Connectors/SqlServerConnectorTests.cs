using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Platform;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>What can be seen of the connector without a server.</summary>
public sealed class SqlServerConnectorTests
{
    private static readonly ConnectionSettings Settings = new("shop", "db.example.com", 1433, "reader", "s3cret;Pa55\"word");

    private static readonly SqlServerConnector Connector = ConnectorWith(new OutgoingOptions { AllowPrivateAddresses = true });

    private static SqlServerConnector ConnectorWith(OutgoingOptions options) => new(new AddressPolicy(Options.Create(options)), TimeProvider.System);

    [Fact]
    public void Good_settings_are_not_refused() => Assert.Empty(Connector.Validate(Settings));

    [Theory]
    [InlineData(@"server\instance", 1433, "host")]
    [InlineData("tcp:server", 1433, "host")]
    [InlineData("np:\\\\.\\pipe\\sql\\query", 1433, "host")]
    [InlineData("(localdb)\\x", 1433, "host")]
    [InlineData("a,1434", 1433, "host")]
    [InlineData(null, 1433, "host")]
    [InlineData("db.example.com", 0, "port")]
    public void Settings_that_lead_elsewhere_are_refused(string? host, int port, string path) =>
        Assert.Equal(path, Assert.Single(Connector.Validate(Settings with { Host = host, Port = port })).Path);

    [Fact]
    public void Settings_longer_than_the_protocol_holds_are_refused()
    {
        var longer = new string('x', 129);

        var errors = Connector.Validate(Settings with { Database = longer, Username = longer, Password = longer, SslMode = "off" });

        Assert.Equal(["ssl_mode", "database", "username", "password"], errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData(null, "Mandatory", false, "db.example.com")]
    [InlineData("prefer", "Mandatory", true, "")]
    [InlineData("require", "Mandatory", true, "")]
    [InlineData("disable", "Optional", true, "")]
    [InlineData("verify-ca", "Mandatory", false, "db.example.com")]
    [InlineData("verify-full", "Mandatory", false, "db.example.com")]
    public void The_mode_of_tls_decides_what_the_driver_checks(string? mode, string encrypt, bool trusts, string nameInCertificate)
    {
        var connection = Parsed(Settings with { SslMode = mode });

        Assert.Equal(encrypt == "Optional" ? SqlConnectionEncryptOption.Optional : SqlConnectionEncryptOption.Mandatory, connection.Encrypt);
        Assert.Equal((trusts, nameInCertificate), (connection.TrustServerCertificate, connection.HostNameInCertificate));
    }

    [Fact]
    public void The_driver_is_told_the_checked_address_and_to_read()
    {
        var connection = Parsed(Settings);

        Assert.Equal("tcp:192.0.2.7,1433", connection.DataSource);
        Assert.Equal(("shop", "reader", "s3cret;Pa55\"word"), (connection.InitialCatalog, connection.UserID, connection.Password));
        Assert.Equal(ApplicationIntent.ReadOnly, connection.ApplicationIntent);
        Assert.False(connection.MultipleActiveResultSets || connection.IntegratedSecurity || connection.PersistSecurityInfo || connection.Enlist);
        Assert.Equal((5, 0, 20), (connection.ConnectTimeout, connection.ConnectRetryCount, connection.MaxPoolSize));
        Assert.Equal(("FunctionsPlatform", "FunctionsPlatform"), (connection.ApplicationName, connection.WorkstationID));
    }

    [Fact]
    public void An_address_of_the_newer_protocol_is_told_apart_from_its_port() => Assert.Equal(
        "tcp:[2001:db8::1],1433",
        new SqlConnectionStringBuilder(SqlServerConnectionString.For(Settings, IPAddress.Parse("2001:db8::1"), 1433, TimeSpan.FromSeconds(5))).DataSource);

    [Fact]
    public void A_setting_cannot_smuggle_another_in()
    {
        var connection = Parsed(Settings with { Database = "shop;Encrypt=false;Data Source=10.0.0.1", Username = "sa\";Integrated Security=true" });

        Assert.Equal("tcp:192.0.2.7,1433", connection.DataSource);
        Assert.Equal(SqlConnectionEncryptOption.Mandatory, connection.Encrypt);
        Assert.False(connection.IntegratedSecurity);
        Assert.Equal("shop;Encrypt=false;Data Source=10.0.0.1", connection.InitialCatalog);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task A_private_address_is_refused_where_the_deployment_does_not_allow_it(string host)
    {
        var connector = ConnectorWith(new OutgoingOptions());

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => connector.CheckAsync(Settings with { Host = host }, CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.Contains("does not connect to", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_server_that_is_not_there_is_told_within_seconds(string host) => await AssertUnreachableAsync(Settings with { Host = host, Port = 1 });

    [Fact]
    public async Task A_server_that_never_answers_is_told_within_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await AssertUnreachableAsync(Settings with { Host = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port });
    }

    [Fact]
    public async Task A_server_that_speaks_something_else_is_unreachable()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await other.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
        });

        await AssertUnreachableAsync(Settings with { Host = "127.0.0.1", Port = ((IPEndPoint)other.LocalEndpoint).Port });
        await serving;
    }

    private static async Task AssertUnreachableAsync(ConnectionSettings settings)
    {
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Connector.CheckAsync(settings, CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.True(failure.IsTransient);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        Assert.DoesNotContain(settings.Password!, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(18456, 14, ConnectorFailure.AccessDenied)]
    [InlineData(4060, 11, ConnectorFailure.AccessDenied)]
    [InlineData(4064, 11, ConnectorFailure.AccessDenied)]
    [InlineData(40615, 14, ConnectorFailure.AccessDenied)]
    [InlineData(53, 20, ConnectorFailure.Unreachable)]
    [InlineData(10060, 20, ConnectorFailure.Unreachable)]
    [InlineData(10061, 20, ConnectorFailure.Unreachable)]
    [InlineData(-1, 20, ConnectorFailure.Unreachable)]
    [InlineData(2, 20, ConnectorFailure.Unreachable)]
    [InlineData(40613, 17, ConnectorFailure.Unreachable)]
    [InlineData(-2, 11, ConnectorFailure.TimedOut)]
    [InlineData(1222, 16, ConnectorFailure.TimedOut)]
    [InlineData(64, 20, ConnectorFailure.ConnectionLost)]
    [InlineData(121, 20, ConnectorFailure.ConnectionLost)]
    [InlineData(233, 20, ConnectorFailure.ConnectionLost)]
    [InlineData(10053, 20, ConnectorFailure.ConnectionLost)]
    [InlineData(10054, 20, ConnectorFailure.ConnectionLost)]
    [InlineData(596, 21, ConnectorFailure.ConnectionLost)]
    [InlineData(823, 24, ConnectorFailure.ConnectionLost)]
    [InlineData(207, 16, ConnectorFailure.StatementFailed)]
    [InlineData(229, 14, ConnectorFailure.StatementFailed)]
    [InlineData(8134, 16, ConnectorFailure.StatementFailed)]
    [InlineData(1205, 13, ConnectorFailure.Busy)]
    [InlineData(262, 14, ConnectorFailure.StatementFailed)]
    public void Numbers_of_the_server_say_what_failed(int number, byte severity, ConnectorFailure expected) =>
        Assert.Equal(expected, SqlServerErrors.FailureOf(number, severity));

    private static SqlConnectionStringBuilder Parsed(ConnectionSettings settings) =>
        new(SqlServerConnectionString.For(settings, IPAddress.Parse("192.0.2.7"), 1433, TimeSpan.FromSeconds(5)));
}
