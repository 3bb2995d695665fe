using System.Collections.Concurrent;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Writes what is read in parts. While one part is read, those before it are hashed, written and stored.</summary>
/// <param name="begun">The extract without what is found out here.</param>
/// <param name="cursor">Position of the cursor column.</param>
internal sealed class ExtractWriter(SyncFiles files, RunFiles run, Extract begun, int? cursor, int chunkRows) : IDisposable
{
    /// <summary>A part of wide rows has fewer of them: it is in memory as a whole.</summary>
    public const long MostBytes = 16 * 1024 * 1024;

    private const int PartsInMemory = 3;

    private readonly ConcurrentBag<Part> _idle = [];
    private readonly SemaphoreSlim _room = new(PartsInMemory);
    private readonly ConcurrentDictionary<int, ExtractPart> _parts = [];
    private readonly RowDigests _digests = new();
    private readonly CursorMaximum? _highest = cursor is { } at ? new CursorMaximum(at, begun.Columns[at].Kind) : null;
    private readonly Lock _totals = new();
    private long _nullKeys;

    public void Dispose() => _room.Dispose();

    public async Task<Extract> WriteAsync(BulkReader reader, IProgress<long>? rowsRead, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var finishing = new List<Task>();
        try
        {
            await ReadAsync(reader, rowsRead, finishing, failed);
        }
        catch when (finishing.Find(task => task.IsFaulted) is { } first)
        {
            await first;
        }
        finally
        {
            await Task.WhenAll(finishing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(finishing);
        ExtractPart[] parts = [.. _parts.OrderBy(part => part.Key).Select(part => part.Value)];
        var extract = begun with { Rows = parts.Sum(part => (long)part.Rows), Parts = parts, NullKeys = _nullKeys, HighestCursor = _highest?.Text() };
        await WriteDigestAsync(extract, cancellationToken);
        return extract;
    }

    private async Task ReadAsync(BulkReader reader, IProgress<long>? rowsRead, List<Task> finishing, CancellationTokenSource failed)
    {
        var (number, rows, hasMore) = (0, 0L, true);
        while (hasMore)
        {
            await _room.WaitAsync(failed.Token);
            var part = _idle.TryTake(out var used) ? used : new Part(begun);
            part.Batch.Clear();
            hasMore = await reader.ReadAsync(part.Batch, chunkRows, MostBytes, failed.Token);
            if (part.Batch.Rows == 0)
                continue;
            rows += part.Batch.Rows;
            finishing.Add(FinishAsync(part, number++, failed));
            rowsRead?.Report(rows);
        }
    }

    private async Task FinishAsync(Part part, int number, CancellationTokenSource failed)
    {
        try
        {
            await Task.Run(() => FinishAsync(part, number, failed.Token), failed.Token);
            _idle.Add(part);
            _room.Release();
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task FinishAsync(Part part, int number, CancellationToken cancellationToken)
    {
        part.Hasher.Hash(part.Batch, part.Hashes);
        lock (_totals)
        {
            _digests.Add(part.Hashes);
            _nullKeys += part.Hashes.CountNullKeys();
            _highest?.Consider(part.Batch);
        }

        ParquetBatch.Write(part.Writer, part.Batch, compresses: !begun.IsLocal);
        var content = part.Writer.Output;
        _parts[number] = new ExtractPart(part.Batch.Rows, content.Length);
        files.Scratch.Write(run.PartHashes(begun, number), part.Hashes.Write());
        if (begun.IsLocal)
            files.Scratch.Write(run.Part(begun, number), content.Span);
        else
            await files.WriteAsync(run.Part(begun, number), content, cancellationToken);
    }

    private async Task WriteDigestAsync(Extract extract, CancellationToken cancellationToken)
    {
        var content = _digests.Fold(RowDigests.RangesFor(extract.Rows)).Write();
        if (extract.IsLocal)
            files.Scratch.Write(run.Digest(extract), content.Span);
        else
            await files.WriteAsync(run.Digest(extract), content, cancellationToken);
    }

    /// <summary>What one part needs in memory, used by one part after the other.</summary>
    private sealed class Part(Extract extract)
    {
        public ColumnBatch Batch { get; } = new(extract.Columns);

        public RowHasher Hasher { get; } = new(extract.Key);

        public RowHashes Hashes { get; } = new();

        public ParquetWriter Writer { get; } = new();
    }
}
