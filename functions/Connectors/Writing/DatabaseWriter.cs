using System.Data.Common;
using System.Globalization;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>
/// What the writers of all databases do alike: one transaction a batch, so that a batch that fails or is cancelled leaves nothing; another try after a deadlock; and the
/// rows that the database refuses found and left out, while all others are written. A vendor says how rows are written, and what its errors mean.
/// </summary>
internal abstract partial class DatabaseWriter : IRowWriter
{
    private const int MostTries = 5;

    private readonly WriterContext _context;
    private readonly RowCheck _check;
    private WriteSession? _session;
    private WriteTransaction? _transaction;
    private bool _isPrepared;

    protected DatabaseWriter(WriterContext context, ValueRules rules)
    {
        (_context, _session) = (context, context.Session);
        _check = new RowCheck(context.Target, context.Table.Stream, rules);
    }

    public abstract int BatchRows { get; }

    public bool IsRepeatable(RowOperations operation) => operation != RowOperations.Append;

    protected DbConnection Connection => _session!.Connection;

    protected DbTransaction? Transaction => _transaction?.Current;

    /// <summary>Whether a part of a transaction can be taken back. Where it cannot, the parts of a batch with bad rows are committed one by one.</summary>
    protected virtual bool HasSavepoints => true;

    protected virtual bool ReleasesSavepoints => true;

    /// <summary>So few rows are sooner judged one by one than halved.</summary>
    protected virtual int FewRows => 1;

    /// <summary>Once on a connection, before its first transaction.</summary>
    protected virtual Task PrepareSessionAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>At the beginning of each transaction.</summary>
    protected virtual Task PrepareTransactionAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes all the rows, no two of one key, and answers those that it found unfit while it wrote the others; or fails.</summary>
    /// <param name="expectsNew">No row of these keys was ever delivered.</param>
    protected abstract Task<IReadOnlyList<RowRejection>> ApplyAsync(
        RowOperations operation, ArraySegment<object?[]> rows, bool expectsNew, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="JudgeAsync"/> is a faster way to try many rows, each by itself, than a call for each.</summary>
    protected virtual bool JudgesRows => false;

    /// <summary>Writes those of the rows that the database takes, each by itself: in the open transaction, or in transactions of its own where there are no savepoints.</summary>
    protected virtual Task<IReadOnlyList<RowRejection>> JudgeAsync(RowOperations operation, ArraySegment<object?[]> rows, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>What a failure says of a row, or null where it is about something else.</summary>
    protected abstract RowError? ErrorOf(Exception failure);

    /// <summary>Whether the transaction failed only because others ran beside it.</summary>
    protected abstract bool IsContention(Exception failure);

    /// <summary>Whether the failure was of the way chosen, and the writer has chosen another for the rest of its life.</summary>
    protected virtual bool FindsAnotherWay(Exception failure) => false;

    /// <summary>Runs the writing of a batch; elsewhere, where the driver makes the caller's thread wait.</summary>
    protected virtual Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => work();

    protected DbCommand Command(string sql)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0; // the caller's token ends commands
        command.Transaction = Transaction;
        return command;
    }

    protected async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows whose numbers a query answers, as not there to be updated.</summary>
    protected async Task<IReadOnlyList<RowRejection>> MissingAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var missing = new List<RowRejection>();
        while (await reader.ReadAsync(cancellationToken))
            missing.Add(RowErrors.NotFound.At(Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture)));
        return missing;
    }

    public async Task<IReadOnlyList<RowRejection>> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        if ((batch.Operation & _context.Target.Operations) == 0)
            throw new ArgumentException($"The writer was not opened to {batch.Operation}.", nameof(batch));
        var rejected = new List<RowRejection>();
        var (rows, positions) = _check.Sift(batch, rejected);
        if (rows.Length > 0)
        {
            var refused = await RunAsync(() => TryAsync(rows, batch, cancellationToken), cancellationToken);
            rejected.AddRange(refused.Select(row => row with { Row = positions[row.Row] }));
        }
        rejected.Sort((one, other) => one.Row.CompareTo(other.Row));
        return rejected;
    }

    private async Task<IReadOnlyList<RowRejection>> TryAsync(object?[][] rows, WriteBatch batch, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await ConnectAsync(cancellationToken);
                return await WriteAsync(rows, batch, cancellationToken);
            }
            catch (Exception failure)
            {
                await AbandonAsync();
                cancellationToken.ThrowIfCancellationRequested();
                if (tries == MostTries || !IsContention(failure))
                    throw _context.Explain(failure);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 200) * tries), _context.Clock, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<RowRejection>> WriteAsync(object?[][] rows, WriteBatch batch, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(this, batch.Operation, cancellationToken);
        ArraySegment<object?[]>[] runs = [.. new RepeatedKeys(batch.Operation == RowOperations.Append ? [] : _context.Keys).Runs(rows)];
        var (rejected, error) = await attempts.TogetherAsync(runs, batch.ExpectNew);
        if (rejected is not null)
            return rejected;
        if (rows.Length == 1)
            return [error!.At(0)];
        if (runs is [var all])
            runs = [all[..(all.Count / 2)], all[(all.Count / 2)..]]; // since the whole is known to fail
        return (HasSavepoints ? await attempts.InOneTransactionAsync(runs) : null) ?? await attempts.CommittedApartAsync(runs);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_session is null)
        {
            _session = await _context.Connect(cancellationToken);
            _isPrepared = false;
        }
        if (_isPrepared)
            return;
        _transaction = new WriteTransaction(Connection, ReleasesSavepoints);
        await PrepareSessionAsync(cancellationToken);
        _isPrepared = true;
    }

    /// <summary>Closing the connection rolls back what is open. The next batch opens another.</summary>
    private async ValueTask AbandonAsync()
    {
        try
        {
            if (_transaction is not null)
                await _transaction.DisposeAsync();
        }
        catch (Exception exception) when (exception is DbException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it.
        }
        await CloseAsync();
    }

    private async ValueTask CloseAsync()
    {
        if (_session is not { } session)
            return;
        (_session, _transaction) = (null, null);
        await session.DisposeAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await AbandonAsync();
    }
}
