using System.Globalization;
using FunctionsPlatform.Connectors.Writing;
using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>Writes by prepared statements of many rows: LOAD DATA, which would be faster, most servers do not allow to clients.</summary>
internal sealed class MySqlWriter(WriterContext context) : DatabaseWriter(context, Rules)
{
    private static readonly ValueRules Rules = new(TakesNul: true, TakesInfinity: false, TakesNaN: false, TakesPrintedTimes: true);

    private readonly WriterContext _context = context;
    private readonly MySqlStatements _sql = new(context);
    private long _largestPacket;

    public override int BatchRows => 20_000;

    private bool Stages => Enum.GetValues<RowOperations>().Any(operation => (operation & _context.Target.Operations) != 0 && !_sql.IsStraight(operation));

    /// <summary>
    /// In strict mode what does not fit is an error, and is not cut; a 0 for a numbered column stays a 0. Writers of other rows are not to wait for the gaps between ours.
    /// The temporary table is made outside of transactions, as replication by GTID demands.
    /// </summary>
    protected override async Task PrepareSessionAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO', SESSION time_zone = '+00:00';
            SET SESSION TRANSACTION READ WRITE;
            SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED
            """,
            cancellationToken);
        await using (var packet = Command("SELECT @@max_allowed_packet"))
            _largestPacket = Convert.ToInt64(await packet.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        if (Stages)
            await ExecuteAsync(_sql.CreateStage(), cancellationToken);
    }

    protected override async Task<IReadOnlyList<RowRejection>> ApplyAsync(
        RowOperations operation, ArraySegment<object?[]> rows, bool expectsNew, CancellationToken cancellationToken)
    {
        if (_sql.IsStraight(operation))
        {
            await WriteAsync(count => _sql.Write(operation, count), _context.Needed(operation), numbered: false, rows, cancellationToken);
            return [];
        }
        await ExecuteAsync(MySqlStatements.EmptyStage, cancellationToken);
        await WriteAsync(_sql.FillStage, _context.Needed(operation), numbered: true, rows, cancellationToken);
        var missing = operation == RowOperations.Update ? await MissingAsync(_sql.Missing, cancellationToken) : [];
        foreach (var statement in _sql.WriteStaged(operation))
            await ExecuteAsync(statement, cancellationToken);
        return missing;
    }

    private async Task WriteAsync(Func<int, string> sql, IReadOnlyList<int> columns, bool numbered, ArraySegment<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var statements = new MySqlRows(text => (MySqlCommand)Command(text), sql, columns, numbered, _largestPacket);
        await statements.WriteAsync(rows, cancellationToken);
    }

    protected override RowError? ErrorOf(Exception failure) =>
        failure is RowTooLargeException tooLarge ? new RowError(RowErrors.ValueTooLong, tooLarge.Message) : MySqlRowErrors.Of(failure);

    protected override bool IsContention(Exception failure) => failure is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock };
}
