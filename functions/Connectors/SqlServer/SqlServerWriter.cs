using FunctionsPlatform.Connectors.Writing;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Copies rows in bulk into a temporary table, from which statements write them.</summary>
internal sealed class SqlServerWriter(WriterContext context) : DatabaseWriter(context, Rules)
{
    private static readonly ValueRules Rules = new(TakesNul: true, TakesInfinity: false, TakesNaN: false, TakesPrintedTimes: false);

    private readonly WriterContext _context = context;
    private readonly SqlServerStatements _sql = new(context);

    public override int BatchRows => 10_000;

    protected override bool ReleasesSavepoints => false;

    /// <summary>XACT_ABORT would end the transaction with the first bad row.</summary>
    internal const string PrepareSql = """
        SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, NOCOUNT ON;
        SET IMPLICIT_TRANSACTIONS, NUMERIC_ROUNDABORT, XACT_ABORT OFF;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        SET LOCK_TIMEOUT 60000
        """;

    protected override Task PrepareSessionAsync(CancellationToken cancellationToken) => ExecuteAsync(PrepareSql, cancellationToken);

    protected override async Task<IReadOnlyList<RowRejection>> ApplyAsync(
        RowOperations operation, ArraySegment<object?[]> rows, bool expectsNew, CancellationToken cancellationToken)
    {
        var columns = _context.Needed(operation);
        await ExecuteAsync(_sql.CreateStage(columns), cancellationToken);
        await CopyAsync(columns, rows, cancellationToken);
        var missing = operation == RowOperations.Update ? await MissingAsync(_sql.Missing, cancellationToken) : [];
        foreach (var statement in _sql.Write(operation))
            await ExecuteAsync(statement, cancellationToken);
        return missing;
    }

    private async Task CopyAsync(IReadOnlyList<int> columns, ArraySegment<object?[]> rows, CancellationToken cancellationToken)
    {
        using var copy = new SqlBulkCopy((SqlConnection)Connection, SqlBulkCopyOptions.Default, (SqlTransaction?)Transaction)
        {
            DestinationTableName = SqlServerStatements.Stage,
            BulkCopyTimeout = 0,
        };
        using var table = SqlServerRows.Of(_context.Fields, columns, rows);
        await copy.WriteToServerAsync(table, cancellationToken);
    }

    protected override RowError? ErrorOf(Exception failure) => SqlServerRowErrors.Of(failure);

    protected override bool IsContention(Exception failure) => failure is SqlException { Number: 1205 or 3960 }; // deadlock, conflict of snapshots
}
