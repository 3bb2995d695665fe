using System.Globalization;
using FunctionsPlatform.Connectors.Writing;
using Npgsql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>
/// Rows that are new are copied straight into the table. Others are copied into a temporary one, from which one statement writes them. COPY's binary form is used where
/// it knows all the columns' types, else its text form.
/// </summary>
internal sealed class PostgreSqlWriter(WriterContext context) : DatabaseWriter(context, Rules)
{
    private static readonly ValueRules Rules = new(TakesNul: false, TakesInfinity: true, TakesNaN: true, TakesPrintedTimes: true);

    private readonly WriterContext _context = context;
    private readonly PostgreSqlStatements _sql = new(context);
    /// <summary>What is done by copying straight, until that fails.</summary>
    private RowOperations _copied = RowOperations.Append | RowOperations.Insert | RowOperations.Upsert;
    private RowOperations _copying;
    private bool _copiesText;
    private int _stages;

    public override int BatchRows => 50_000;

    protected override int FewRows => 200;

    protected override bool JudgesRows => true;

    private NpgsqlConnection Npgsql => (NpgsqlConnection)Connection;

    /// <summary>For the transaction alone: poolers give a connection to others after it. Deferred constraints would not tell which row broke them.</summary>
    protected override Task PrepareTransactionAsync(CancellationToken cancellationToken) => ExecuteAsync(
        """
        SET LOCAL lock_timeout = '60s';
        SET LOCAL standard_conforming_strings = on;
        SET LOCAL DateStyle = 'ISO, YMD';
        SET LOCAL IntervalStyle = 'postgres';
        SET CONSTRAINTS ALL IMMEDIATE
        """,
        cancellationToken);

    protected override async Task<IReadOnlyList<RowRejection>> ApplyAsync(
        RowOperations operation, ArraySegment<object?[]> rows, bool expectsNew, CancellationToken cancellationToken)
    {
        var columns = _context.Needed(operation);
        _copying = expectsNew || operation == RowOperations.Append ? operation & _copied : RowOperations.None;
        if (_copying != RowOperations.None)
        {
            await CopyAsync(format => _sql.Copy(columns, format), columns, rows, numbered: false, cancellationToken);
            return [];
        }
        var stage = NextStage();
        var numbered = operation == RowOperations.Update;
        await ExecuteAsync(_sql.Stage(stage, columns, numbered), cancellationToken);
        await CopyAsync(format => PostgreSqlStatements.CopyStaged(stage, format), columns, rows, numbered, cancellationToken);
        var missing = numbered ? await MissingAsync(_sql.DeleteMissing(stage), cancellationToken) : [];
        await ExecuteAsync($"{_sql.Write(operation, stage, columns)}; {PostgreSqlStatements.Drop(stage)}", cancellationToken);
        return missing;
    }

    private async Task CopyAsync(Func<string, string> sql, IReadOnlyList<int> columns, ArraySegment<object?[]> rows, bool numbered, CancellationToken cancellationToken)
    {
        if (!_copiesText && PostgreSqlBinaryRows.For(_context.Fields, columns) is { } binary)
        {
            var stream = await Npgsql.BeginRawBinaryCopyAsync(sql("BINARY"), cancellationToken);
            await CopyAsync(stream, () => binary.WriteAsync(stream, rows, numbered, cancellationToken), stream.CancelAsync, cancellationToken);
        }
        else
        {
            var writer = await Npgsql.BeginTextImportAsync(sql("TEXT"), cancellationToken);
            var texts = new PostgreSqlTextRows(columns);
            await CopyAsync(writer, () => texts.WriteAsync(writer, rows, numbered, cancellationToken), writer.CancelAsync, cancellationToken);
        }
    }

    /// <summary>
    /// Closing a COPY ends it well, unless it was cancelled. For either the driver waits until the server has read what was sent, whatever the caller's token says: so the
    /// server is told by another connection.
    /// </summary>
    private async Task CopyAsync(IAsyncDisposable copy, Func<Task> write, Func<Task> cancel, CancellationToken cancellationToken)
    {
        var process = Npgsql.ProcessID;
        Task? cancelling = null;
        try
        {
            await using (cancellationToken.Register(() => cancelling = CancelOnServerAsync(process)))
            {
                try
                {
                    await write();
                }
                catch
                {
                    await cancel();
                    throw;
                }
                await copy.DisposeAsync();
            }
        }
        finally
        {
            await (cancelling ?? Task.CompletedTask);
        }
    }

    private async Task CancelOnServerAsync(int process)
    {
        try
        {
            await using var session = await _context.Connect(CancellationToken.None);
            await using var command = session.Connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_cancel_backend({process})");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is ConnectorException or NpgsqlException)
        {
            // The COPY then goes on to its end, and is rolled back.
        }
    }

    protected override async Task<IReadOnlyList<RowRejection>> JudgeAsync(RowOperations operation, ArraySegment<object?[]> rows, CancellationToken cancellationToken)
    {
        var columns = _context.Needed(operation);
        var (texts, refused) = (NextStage(), NextStage());
        await ExecuteAsync(PostgreSqlStatements.StageTexts(texts, refused, columns), cancellationToken);
        var writer = await Npgsql.BeginTextImportAsync(PostgreSqlStatements.CopyStaged(texts, "TEXT"), cancellationToken);
        var values = new PostgreSqlTextRows(columns);
        await CopyAsync(writer, () => values.WriteAsync(writer, rows, numbered: true, cancellationToken), writer.CancelAsync, cancellationToken);
        await ExecuteAsync(_sql.Judge(operation, texts, refused, columns), cancellationToken);
        return await RefusedAsync(refused, cancellationToken);
    }

    private async Task<IReadOnlyList<RowRejection>> RefusedAsync(string refused, CancellationToken cancellationToken)
    {
        await using var command = Command(PostgreSqlStatements.Refused(refused));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rejections = new List<RowRejection>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (state, message) = (reader.GetString(1), reader.GetString(2));
            var error = state == PostgresErrorCodes.NoDataFound ? RowErrors.NotFound : PostgreSqlRowErrors.OfRow(state, message);
            rejections.Add(error.At(reader.GetInt32(0)));
        }
        return rejections;
    }

    private string NextStage() => string.Create(CultureInfo.InvariantCulture, $"rows_to_write_{++_stages}");

    protected override RowError? ErrorOf(Exception failure) => PostgreSqlRowErrors.Of(failure);

    protected override bool IsContention(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>A value has no binary form; or rows cannot be copied straight, since keys are there already or the table's row-level security forbids it.</summary>
    protected override bool FindsAnotherWay(Exception failure)
    {
        if (failure is TextNeededException)
            return _copiesText = true;
        var isRefused = failure is PostgresException server && server.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => _copying is RowOperations.Insert or RowOperations.Upsert, // of rows to append, that row is a bad one
            PostgresErrorCodes.FeatureNotSupported => _copying != RowOperations.None,
            _ => false,
        };
        if (isRefused)
            _copied &= ~_copying;
        return isRefused;
    }
}
