using DuckDB.NET.Data;
using DuckDB.NET.Native;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>Reads DuckDB files.</summary>
public sealed class DuckDbConnector(LocalFiles files, TimeProvider clock) : DatabaseConnector(clock)
{
    private readonly DuckDbInstances _instances = new(clock);

    public override string Type => "duckdb";

    public override SqlDialect Dialect => SqlDialect.DuckDb;

    public override int? DefaultPort => null;

    protected override string VersionSql => "SELECT 'DuckDB ' || version()";

    protected override CatalogQueries Catalog => DuckDbCatalog.Queries;

    public override IReadOnlyList<FieldError> Validate(ConnectionSettings settings) => LocalFiles.Validate(settings);

    public override ColumnKind KindOf(string databaseType) => DuckDbTypes.KindOf(databaseType);

    protected override async Task<DatabaseSession> OpenAsync(ConnectionSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var path = files.Resolve(settings);
        return await Task.Run(() => _instances.Open(path), cancellationToken);
    }

    protected override async Task<WriteSession> OpenToWriteAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var path = files.Resolve(settings);
        return await Task.Run(() => _instances.OpenToWriteAsync(path, cancellationToken), cancellationToken);
    }

    protected override string ExplainSql(string sql) => DuckDbSession.PlanOf + sql;

    protected override ConnectorException Translate(Exception exception) => exception switch
    {
        // These name the file with its place.
        DuckDBException e when e.Message.StartsWith("DuckDBOpen failed", StringComparison.Ordinal) => new(ConnectorFailure.Unreachable, OpenMessage(e.Message)),
        DuckDBException e when IsContention(e) => new(ConnectorFailure.Busy, Message(e.Message), e),
        DuckDBException e => new(ConnectorFailure.StatementFailed, Message(e.Message), e),
        _ => new(ConnectorFailure.StatementFailed, "The result could not be read.", exception),
    };

    /// <summary>Transactions do not wait for each other: who comes second fails, at once or at its commit.</summary>
    internal static bool IsContention(DuckDBException exception) => exception.ErrorType == DuckDBErrorType.Transaction
        && (exception.Message.Contains("onflict", StringComparison.Ordinal) || exception.Message.Contains("Failed to commit", StringComparison.Ordinal));

    private static string OpenMessage(string message) =>
        message.Contains("not a valid DuckDB", StringComparison.Ordinal) ? "The file is no DuckDB database."
        : message.Contains("lock", StringComparison.OrdinalIgnoreCase) ? "The database file is locked: another process has it open."
        : "The database file cannot be opened.";

    /// <summary>Without the excerpt of the statement, which may be one of ours around the caller's.</summary>
    internal static string Message(string message) => message.IndexOf("\n\nLINE ", StringComparison.Ordinal) is > 0 and var excerpt ? message[..excerpt] : message.TrimEnd();
}
