using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Emulator.Durable.Store;

/// <summary>
/// Where orchestrations live. One writer commits in the order of the calls, and those that wait at the same time together;
/// readers see every commit that was reported.
/// </summary>
internal sealed class DurableStore : IAsyncDisposable
{
    private readonly DurableEngineOptions options;
    private readonly DurableDatabase database;
    private readonly ConcurrentBag<StoreReader> idleReaders = [];
    private readonly Channel<PendingWrite> writes = Channel.CreateUnbounded<PendingWrite>(new() { SingleReader = true });
    private readonly Task writing;

    public DurableStore(DurableEngineOptions options)
    {
        this.options = options;
        database = new DurableDatabase(options.DatabasePath);
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Does work in a transaction. <paramref name="committed"/> is called, in the order of the commits, before anyone waiting goes on.</summary>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, T> work, Action<T>? committed = null)
    {
        var write = new PendingWrite<T>(work, committed);
        if (!writes.Writer.TryWrite(write))
            write.Fail(writing.Exception?.InnerException);
        return write.Completion;
    }

    public T Read<T>(Func<StoreReader, T> query)
    {
        if (!idleReaders.TryTake(out var reader))
            reader = new StoreReader(database.Connect());
        try
        {
            return query(reader);
        }
        finally
        {
            idleReaders.Add(reader);
        }
    }

    public async ValueTask DisposeAsync()
    {
        writes.Writer.TryComplete();
        await writing.ContinueWith(_ => { }, TaskScheduler.Default);
        while (idleReaders.TryTake(out var reader))
            reader.Dispose();
        database.Dispose();
    }

    private async Task WriteAsync()
    {
        using var session = database.Connect();
        var transaction = new StoreTransaction(session);
        var batch = new List<PendingWrite>();
        while (await writes.Reader.WaitToReadAsync())
        {
            while (batch.Count < options.MaxCommitBatch && writes.Reader.TryRead(out var write))
                batch.Add(write);
            try
            {
                Commit(session, transaction, batch);
            }
            catch (Exception e)
            {
                // What is in memory may now be ahead of the file: only a restart brings both together.
                writes.Writer.TryComplete();
                await foreach (var write in writes.Reader.ReadAllAsync())
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
        options.BeforeCommit?.Invoke();
        session.Execute("COMMIT");
    }
}
