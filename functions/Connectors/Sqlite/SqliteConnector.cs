using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>Reads SQLite files.</summary>
public sealed class SqliteConnector(LocalFiles files, TimeProvider clock) : DatabaseConnector(clock)
{
    public override string Type => "sqlite";

    public override SqlDialect Dialect => SqlDialect.Sqlite;

    public override int? DefaultPort => null;

    protected override string VersionSql => "SELECT 'SQLite ' || sqlite_version() FROM (SELECT count(*) FROM sqlite_master)";

    protected override CatalogQueries Catalog => SqliteCatalog.Queries;

    public override IReadOnlyList<FieldError> Validate(ConnectionSettings settings) => LocalFiles.Validate(settings);

    public override ColumnKind KindOf(string databaseType) => SqliteTypes.KindOf(databaseType);

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, TimeSpan timeout, CancellationToken cancellationToken) =>
        await SqliteSession.OpenAsync(files.Resolve(settings), cancellationToken);

    protected override async Task<WriteSession> OpenToWriteAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        await SqliteWriteSession.OpenAsync(files.Resolve(settings), cancellationToken);

    protected override async Task<RowReader> ReadAsync(ConnectionSettings settings, string sql, ReadLimits limits, CancellationToken cancellationToken)
    {
        var stored = await base.ReadAsync(settings, sql, limits, cancellationToken);
        try
        {
            return await SqliteRowReader.CreateAsync(stored, cancellationToken);
        }
        catch
        {
            await stored.DisposeAsync();
            throw;
        }
    }

    protected override string ExplainSql(string sql) => $"EXPLAIN QUERY PLAN {sql}";

    protected override ConnectorException Translate(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } e => new(ConnectorFailure.Busy, "The database file is locked: somebody else writes it.", e),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } e => new(ConnectorFailure.AccessDenied, "The database file may not be written here.", e),
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT or raw.SQLITE_PERM } e =>
            new(ConnectorFailure.Unreachable, $"The database file cannot be read: {Message(e)}.", e),
        SqliteException e => new(ConnectorFailure.StatementFailed, Message(e), e),
        _ => new(ConnectorFailure.StatementFailed, "The file could not be read.", exception),
    };

    /// <summary>SQLite's own words out of <c>SQLite Error 1: 'no such table: x'.</c></summary>
    internal static string Message(SqliteException exception) =>
        exception.Message.IndexOf('\'', StringComparison.Ordinal) is >= 0 and var start && exception.Message.LastIndexOf('\'') is var end && end > start
            ? exception.Message[(start + 1)..end]
            : exception.Message;
}
