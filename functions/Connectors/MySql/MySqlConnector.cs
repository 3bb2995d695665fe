using System.Data.Common;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>Reads MySQL 8 and MariaDB 10.2 and later.</summary>
/// <param name="type"><c>mysql</c> or <c>mariadb</c>: people look for the name of what they run, and the server says which of the two it is.</param>
public sealed class MySqlConnector(string type, AddressPolicy addresses, TimeProvider clock) : ServerConnector(addresses, clock)
{
    public override string Type => type;

    public override SqlDialect Dialect => SqlDialect.MySql;

    public override int? DefaultPort => 3306;

    protected override string VersionSql =>
        "SELECT CONCAT(CASE WHEN version() LIKE '%MariaDB%' THEN 'MariaDB ' ELSE 'MySQL ' END, SUBSTRING_INDEX(version(), '-', 1))";

    protected override CatalogQueries Catalog => MySqlCatalog.Queries;

    public override ColumnKind KindOf(string databaseType) => MySqlTypes.KindOf(databaseType);

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, IPAddress address, TimeSpan timeout, CancellationToken cancellationToken) =>
        new MySqlSession(await ConnectAsync(settings, address, cancellationToken), timeout);

    protected override async Task<DbConnection> OpenToWriteAsync(ConnectionSettings settings, IPAddress address, CancellationToken cancellationToken) =>
        await ConnectAsync(settings, address, cancellationToken);

    private async Task<MySqlConnection> ConnectAsync(ConnectionSettings settings, IPAddress address, CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(ConnectionString(settings, address));
        if (settings.SslMode is "verify-ca" or "verify-full")
            connection.RemoteCertificateValidationCallback = CertificateCheck(settings);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The driver would check the certificate against the address that we connect to, and not against the host's name.</summary>
    private static RemoteCertificateValidationCallback CertificateCheck(ConnectionSettings settings) => (_, certificate, _, errors) =>
        (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
        && (settings.SslMode == "verify-ca" || (certificate is X509Certificate2 presented && presented.MatchesHostname(settings.Host!)));

    private string ConnectionString(ConnectionSettings settings, IPAddress address) => new MySqlConnectionStringBuilder
    {
        Server = address.ToString(),
        Port = (uint)(settings.Port ?? DefaultPort!.Value),
        Database = settings.Database,
        UserID = settings.Username,
        Password = settings.Password,
        SslMode = settings.SslMode switch
        {
            "disable" => MySqlSslMode.Disabled,
            "require" or "verify-ca" or "verify-full" => MySqlSslMode.Required,
            _ => MySqlSslMode.Preferred,
        },
        AllowLoadLocalInfile = false,
        AllowUserVariables = true, // an @ is the statement's own, we pass no parameters
        AllowZeroDateTime = true,
        GuidFormat = MySqlGuidFormat.None,
        ConnectionTimeout = (uint)ConnectTimeout.TotalSeconds,
        MaximumPoolSize = 20,
        ConnectionIdleTimeout = 60,
        ApplicationName = "FunctionsPlatform",
    }.ConnectionString;

    protected override string ExplainSql(string sql) => $"EXPLAIN FORMAT=JSON {sql}";

    protected override ConnectorException Translate(Exception exception) => MySqlErrors.Translate(exception);
}
