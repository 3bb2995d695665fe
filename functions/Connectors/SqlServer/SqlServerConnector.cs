using System.Net;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Reads SQL Server and Azure SQL.</summary>
public sealed class SqlServerConnector(AddressPolicy addresses, TimeProvider clock) : ServerConnector(addresses, clock)
{
    public override string Type => "sqlserver";

    public override SqlDialect Dialect => SqlDialect.SqlServer;

    public override int? DefaultPort => 1433;

    protected override string VersionSql => "SELECT N'SQL Server ' + CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))";

    protected override CatalogQueries Catalog => SqlServerCatalog.Queries;

    public override ColumnKind KindOf(string databaseType) => SqlServerTypes.KindOf(databaseType);

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, IPAddress address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(ConnectionString(settings, address));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new SqlServerSession(connection, timeout);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal static string ConnectionString(ConnectionSettings settings, IPAddress address)
    {
        var builder = new SqlConnectionStringBuilder
        {
            DataSource = $"tcp:{address},{settings.Port ?? 1433}",
            InitialCatalog = settings.Database,
            UserID = settings.Username,
            Password = settings.Password ?? "",
            ApplicationIntent = ApplicationIntent.ReadOnly,
            ConnectTimeout = (int)ConnectTimeout.TotalSeconds,
            ConnectRetryCount = 0,
            MaxPoolSize = 20,
            PersistSecurityInfo = false,
            ApplicationName = "FunctionsPlatform",
            // The log-in is encrypted in every mode; "disable" leaves the rest in the clear.
            Encrypt = settings.SslMode == "disable" ? SqlConnectionEncryptOption.Optional : SqlConnectionEncryptOption.Mandatory,
            TrustServerCertificate = settings.SslMode is "disable" or "prefer" or "require",
        };
        // The certificate is for the name, while the connection goes to the address.
        if (!builder.TrustServerCertificate) builder.HostNameInCertificate = settings.Host;
        return builder.ConnectionString;
    }

    /// <summary>SHOWPLAN_TEXT answers a plan instead of rows; the session switches it on at this mark.</summary>
    protected override string ExplainSql(string sql) => SqlServerSession.PlanOf + sql;

    protected override ConnectorException Translate(Exception exception) => SqlServerErrors.Translate(exception);
}
