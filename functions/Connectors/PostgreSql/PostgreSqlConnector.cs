using System.Net;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Npgsql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Reads PostgreSQL and what speaks its protocol.</summary>
public sealed class PostgreSqlConnector(AddressPolicy addresses, TimeProvider clock) : ServerConnector(addresses, clock)
{
    public override string Type => "postgresql";

    public override SqlDialect Dialect => SqlDialect.PostgreSql;

    public override int? DefaultPort => 5432;

    protected override string VersionSql => "SELECT 'PostgreSQL ' || current_setting('server_version')";

    protected override CatalogQueries Catalog => PostgreSqlCatalog.Queries;

    public override ColumnKind KindOf(string databaseType) => PostgreSqlTypes.KindOf(databaseType);

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, IPAddress address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString(settings, address))
        {
            SslClientAuthenticationOptionsCallback = tls => tls.TargetHost = settings.Host,
        };
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new PostgreSqlSession(connection, timeout);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private string ConnectionString(ConnectionSettings settings, IPAddress address) => new NpgsqlConnectionStringBuilder
    {
        Host = address.ToString(),
        Port = settings.Port ?? DefaultPort!.Value,
        Database = settings.Database,
        Username = settings.Username,
        Password = settings.Password,
        SslMode = settings.SslMode switch
        {
            "disable" => SslMode.Disable,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            _ => SslMode.Prefer,
        },
        GssEncryptionMode = GssEncryptionMode.Disable,
        Timeout = (int)ConnectTimeout.TotalSeconds,
        CommandTimeout = 0, // the caller's token ends commands
        MaxPoolSize = 20,
        ConnectionIdleLifetime = 60,
        ApplicationName = "FunctionsPlatform",
    }.ConnectionString;

    // ANALYZE, which runs the statement, cannot follow the parenthesis.
    protected override string ExplainSql(string sql) => $"EXPLAIN (FORMAT TEXT) {sql}";

    protected override ConnectorException Translate(Exception exception) => PostgreSqlErrors.Translate(exception);
}
