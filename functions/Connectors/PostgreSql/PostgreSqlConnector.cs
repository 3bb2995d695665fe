using System.Data.Common;
using System.Net;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Npgsql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Reads PostgreSQL and what speaks its protocol.</summary>
public sealed class PostgreSqlConnector(AddressPolicy addresses, TimeProvider clock) : ServerConnector(addresses, clock), IBulkSource
{
    public override string Type => "postgresql";

    public override SqlDialect Dialect => SqlDialect.PostgreSql;

    public override int? DefaultPort => 5432;

    protected override string VersionSql => "SELECT 'PostgreSQL ' || current_setting('server_version')";

    protected override CatalogQueries Catalog => PostgreSqlCatalog.Queries;

    public override ColumnKind KindOf(string databaseType) => PostgreSqlTypes.KindOf(databaseType);

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, IPAddress address, TimeSpan timeout, CancellationToken cancellationToken) =>
        new PostgreSqlSession(await ConnectAsync(settings, address, cancellationToken), timeout);

    protected override async Task<DbConnection> OpenToWriteAsync(ConnectionSettings settings, IPAddress address, CancellationToken cancellationToken) =>
        await ConnectAsync(settings, address, cancellationToken);

    private async Task<NpgsqlConnection> ConnectAsync(ConnectionSettings settings, IPAddress address, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString(settings, address))
        {
            SslClientAuthenticationOptionsCallback = tls => tls.TargetHost = settings.Host,
        };
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

    /// <summary>Databases that only speak the protocol of PostgreSQL may know no binary COPY.</summary>
    public async Task<BulkReader?> OpenBulkAsync(ConnectionSettings settings, ReadStatement statement, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(settings, timeout, (session, limit) => CopyAsync(settings, SqlOf(statement), (PostgreSqlSession)session, limit), cancellationToken);
        }
        catch (ConnectorException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.SyntaxError })
        {
            return null;
        }
    }

    private async Task<BulkReader?> CopyAsync(ConnectionSettings settings, string sql, PostgreSqlSession session, StatementLimit limit)
    {
        if (await session.CopyAsync(sql, limit.Token) is { } copy)
            return new PostgreSqlBulkReader(session, copy, limit, SafeTranslation(settings));
        limit.Dispose();
        await session.DisposeAsync();
        return null;
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
