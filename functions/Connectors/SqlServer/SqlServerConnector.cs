using System.Data.Common;
using System.Net;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Reads SQL Server 2016 and later, and Azure SQL, with SQL Server authentication.</summary>
public sealed class SqlServerConnector(AddressPolicy addresses, TimeProvider clock) : ServerConnector(addresses, clock)
{
    private readonly AddressPolicy _addresses = addresses;

    public override string Type => "sqlserver";

    public override SqlDialect Dialect => SqlDialect.SqlServer;

    public override int? DefaultPort => 1433;

    /// <summary>Tells whether the login could write, since no transaction of the server's forbids it to.</summary>
    protected override string VersionSql => """
        SELECT CASE SERVERPROPERTY('EngineEdition') WHEN 5 THEN N'Azure SQL Database ' ELSE N'SQL Server ' END
               + CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))
               + CASE WHEN EXISTS (
                   SELECT 1 FROM sys.fn_my_permissions(NULL, 'DATABASE')
                   WHERE permission_name IN ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'EXECUTE', 'CONTROL'))
                 THEN N' (this login may change data: give it db_datareader alone)' ELSE N'' END
        """;

    protected override CatalogQueries Catalog => SqlServerCatalog.Queries;

    public override ColumnKind KindOf(string databaseType) => SqlServerTypes.KindOf(databaseType);

    public override IReadOnlyList<FieldError> Validate(ConnectionSettings settings)
    {
        var errors = new List<FieldError>(base.Validate(settings));
        AddTooLong("database", settings.Database);
        AddTooLong("username", settings.Username);
        AddTooLong("password", settings.Password);
        return errors;

        void AddTooLong(string path, string? value)
        {
            if (value?.Length > SqlServerConnectionString.LongestValue)
                errors.Add(new FieldError(path, $"Give at most {SqlServerConnectionString.LongestValue} characters."));
        }
    }

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, IPAddress address, TimeSpan timeout, CancellationToken cancellationToken) =>
        new SqlServerSession(await ConnectAsync(settings, address, ApplicationIntent.ReadOnly, cancellationToken), timeout);

    protected override async Task<DbConnection> OpenToWriteAsync(ConnectionSettings settings, IPAddress address, CancellationToken cancellationToken) =>
        await ConnectAsync(settings, address, ApplicationIntent.ReadWrite, cancellationToken);

    private async Task<SqlConnection> ConnectAsync(ConnectionSettings settings, IPAddress address, ApplicationIntent intent, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(SqlServerConnectionString.For(settings, address, settings.Port ?? DefaultPort!.Value, ConnectTimeout, intent));
        try
        {
            await connection.OpenAsync(cancellationToken);
            await SqlServerRoute.CheckAsync(connection, _addresses, cancellationToken);
            return connection;
        }
        catch (SqlException failure) when (failure.Data.Count > 0)
        {
            await connection.DisposeAsync();
            if (await SqlServerRoute.RefusalAsync(failure, _addresses, cancellationToken) is { } refusal)
                throw refusal;
            throw;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override string ExplainSql(string sql) => SqlServerSession.ShowPlan + sql;

    /// <summary>The first column of SHOWPLAN_ALL is what SHOWPLAN_TEXT answers.</summary>
    protected override string PlanLine(object?[] row) => row[0]?.ToString() ?? "";

    protected override ConnectorException Translate(Exception exception) => SqlServerErrors.Translate(exception);
}
