using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Emulator.Durable.Store;

/// <summary>
/// Where orchestrations live. One writer commits in the order of the calls, and those that wait at the same time together;
/// readers see every commit that was reported.
/// </summary>
internal sealed class DurableStore : IAsyncDisposable
{
    private readonly DurableEngineOptions _options;
    private readonly DurableDatabase _database;
    private readonly ConcurrentBag<StoreReader> _idleReaders = [];
    private readonly Channel<PendingWrite> _writes = Channel.CreateUnbounded<PendingWrite>(new() { SingleReader = true });
    private readonly Task _writing;

    public DurableStore(DurableEngineOptions options)
    {
        _options = options;
        _database = new DurableDatabase(options.DatabasePath);
        _writing = Task.Run(CommitAllAsync);
    }

    /// <summary>Does work in a transaction. <paramref name="committed"/> is called, in the order of the commits, before anyone waiting goes on.</summary>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, T> work, Action<T>? committed = null)
    {
        var write = new PendingWrite<T>(work, committed);
        if (!_writes.Writer.TryWrite(write))
            write.Fail(_writing.Exception?.InnerException);
        return write.Completion;
    }

    public T Read<T>(Func<StoreReader, T> query)
    {
        if (!_idleReaders.TryTake(out var reader))
            reader = new StoreReader(_database.Connect());
        try
        {
            return query(reader);
        }
        finally
        {
            _idleReaders.Add(reader);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _writing.ContinueWith(_ => { }, TaskScheduler.Default);
        while (_idleReaders.TryTake(out var reader))
            reader.Dispose();
        _database.Dispose();
    }

    private async Task CommitAllAsync()
    {
        using var session = _database.Connect();
        var transaction = new StoreTransaction(session);
        var batch = new List<PendingWrite>();
        while (await _writes.Reader.WaitToReadAsync())
        {
            while (batch.Count < _options.MaxCommitBatch && _writes.Reader.TryRead(out var write))
                batch.Add(write);
            try
            {
                Commit(session, transaction, batch);
            }
            catch (Exception e)
            {
                // What is in memory may now be ahead of the file: only a restart brings both together.
                _writes.Writer.TryComplete();
                await foreach (var write in _writes.Reader.ReadAllAsync())
                    batch.Add(write);
                batch.ForEach(write => write.Fail(e));
                throw;
            }

            batch.ForEach(write => write.Committed());
            batch.ForEach(write => write.Complete());
            batch.Clear();
        }
    }

    private void Commit(SqlSession session, StoreTransaction transaction, List<PendingWrite> batch)
    {
        session.Execute("BEGIN IMMEDIATE");
        foreach (var write in batch)
            write.Do(transaction);
        _options.BeforeCommit?.Invoke();
        session.Execute("COMMIT");
    }
}
