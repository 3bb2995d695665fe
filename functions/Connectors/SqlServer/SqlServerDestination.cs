using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Writes tables of SQL Server and Azure SQL.</summary>
public sealed class SqlServerDestination(SqlServerConnector connector, TimeProvider clock) : DatabaseDestination(connector, clock)
{
    public override DestinationDefinition Definition { get; } =
        new("sqlserver", "SQL Server", "database", DatabaseConfiguration.Server(1433, "verify-full", "dbo")) { DocumentationUrl = "https://learn.microsoft.com/sql/sql-server/" };

    private protected override TableQueries Queries => SqlServerFields.Queries;

    private protected override string? DefaultSchema => "dbo";

    private protected override DestinationField Describe(DestinationField field) => SqlServerFields.Describe(field);

    private protected override DatabaseWriter CreateWriter(WriterContext context) => new SqlServerWriter(context);

    /// <summary>Without the warning that the login may write: here it must.</summary>
    public override async Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        var server = await base.CheckAsync(settings, cancellationToken);
        return server with { Version = server.Version.Split(" (")[0] };
    }
}
