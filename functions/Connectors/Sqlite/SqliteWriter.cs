using FunctionsPlatform.Connectors.Writing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>
/// Writes row by row with a prepared statement, which inside one process costs nothing. A row that fails takes back its own statement alone, so that none of the others
/// has to be written again.
/// </summary>
internal sealed class SqliteWriter(WriterContext context) : DatabaseWriter(context, Rules)
{
    /// <summary>A number that is none would be stored as NULL, and text in place of a date would be taken for what it is.</summary>
    private static readonly ValueRules Rules = new(TakesNul: true, TakesInfinity: true, TakesNaN: false, TakesPrintedTimes: false);

    private readonly WriterContext _context = context;
    private readonly SqliteStatements _sql = new(context);

    public override int BatchRows => 20_000;

    protected override Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => Task.Run(work, cancellationToken);

    protected override Task<IReadOnlyList<RowRejection>> ApplyAsync(
        RowOperations operation, ArraySegment<object?[]> rows, bool expectsNew, CancellationToken cancellationToken)
    {
        using var command = (SqliteCommand)Command(_sql.Write(operation));
        var columns = _context.Needed(operation);
        SqliteParameter[] parameters = [.. columns.Select(at => command.Parameters.Add(SqliteStatements.ParameterOf(at)))];
        var rejected = new List<RowRejection>();
        for (var number = 0; number < rows.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Bind(parameters, columns, rows[number]) is { } unfit)
                rejected.Add(unfit.At(number));
            else if (Execute(command, operation) is { } error)
                rejected.Add(error.At(number));
        }
        return Task.FromResult<IReadOnlyList<RowRejection>>(rejected);
    }

    private RowError? Bind(SqliteParameter[] parameters, IReadOnlyList<int> columns, object?[] row)
    {
        for (var at = 0; at < parameters.Length; at++)
        {
            var value = row[columns[at]];
            if (_context.Fields[columns[at]] is { Kind: ColumnKind.Decimal } field && value is not null && !SqliteValue.KeepsDigits(value))
                return new RowError(RowErrors.ValueOutOfRange, $"'{field.Name}' would lose digits: SQLite keeps {SqliteFields.DecimalDigits} of a decimal.");
            parameters[at].Value = value is null ? DBNull.Value : SqliteValue.Of(value);
        }
        return null;
    }

    private static RowError? Execute(SqliteCommand command, RowOperations operation)
    {
        try
        {
            return command.ExecuteNonQuery() == 0 && operation == RowOperations.Update ? RowErrors.NotFound : null;
        }
        catch (SqliteException failure) when (SqliteRowErrors.Of(failure) is not null && raw.sqlite3_get_autocommit(command.Connection!.Handle) == 0)
        {
            return SqliteRowErrors.Of(failure);
        }
    }

    /// <summary>Of a constraint that is checked no sooner than at the commit.</summary>
    protected override RowError? ErrorOf(Exception failure) => failure is SqliteException sqlite ? SqliteRowErrors.Of(sqlite) : null;

    protected override bool IsContention(Exception failure) => false; // the driver waits for locks by itself
}
