using System.Runtime.InteropServices;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The parts that a comparison looks at: those of the extract, then the rows that are still to be delivered from before. To be read by one reader at a time.</summary>
internal sealed class ExtractParts(SyncFiles files, RunFiles run, Extract extract, IReadOnlyList<SnapshotFile> pending)
{
    private readonly RowHasher _hasher = new(extract.Key);
    private readonly RowHashes _hashes = new();
    private ColumnBatch? _rows;
    private ColumnBatch? _keys;

    public int Count => extract.Parts.Count + pending.Count;

    /// <summary>From which on parts are from before.</summary>
    public int FirstPending => extract.Parts.Count;

    public int Rows(int part) => part < FirstPending ? extract.Parts[part].Rows : pending[part - FirstPending].Rows;

    /// <summary>The blob of a part that can be sent as it is; null where it is in no blob of this run.</summary>
    public string? Blob(int part) => part < FirstPending && !extract.IsLocal ? run.Part(extract, part) : null;

    /// <summary>The rows of a part, until the next are read.</summary>
    public async Task<ColumnBatch> ReadAsync(int part, CancellationToken cancellationToken) =>
        _rows = await ReadAsync(part, content => ParquetBatch.Read(content.Span, _rows), cancellationToken);

    /// <summary>The key's columns of a part, as the first ones, until the next are read.</summary>
    public async Task<ColumnBatch> ReadKeysAsync(int part, CancellationToken cancellationToken) =>
        _keys = await ReadAsync(part, content => ParquetBatch.Read(content.Span, extract.Key, _keys), cancellationToken);

    /// <summary>The hashes of a part's rows, until the next are read.</summary>
    public async Task<RowHashes> HashesAsync(int part, CancellationToken cancellationToken)
    {
        if (part < FirstPending && files.Scratch.Find(run.PartHashes(extract, part), content => _hashes.Read(content.Span)) is not null)
            return _hashes;
        _hasher.Hash(await ReadAsync(part, cancellationToken), _hashes);
        return _hashes;
    }

    /// <summary>Looks at the first halves of the hashes of a part's keys.</summary>
    public async Task<bool> LookAsync(int part, Func<ReadOnlySpan<long>, bool> look, CancellationToken cancellationToken)
    {
        var found = false;
        // They come first in the file: it need not be read to its end.
        return part < FirstPending && files.Scratch.Find(run.PartHashes(extract, part), Look, Rows(part) * sizeof(long)) is not null
            ? found
            : look((await HashesAsync(part, cancellationToken)).High);

        object Look(ReadOnlyMemory<byte> content)
        {
            found = look(MemoryMarshal.Cast<byte, long>(content.Span));
            return this;
        }
    }

    public Task<RowDigests> DigestsAsync(CancellationToken cancellationToken) => ReadAsync(run.Digest(extract), content => RowDigests.Read(content.Span), cancellationToken);

    private Task<T> ReadAsync<T>(int part, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
        where T : class =>
        part < FirstPending ? ReadAsync(run.Part(extract, part), parse, cancellationToken) : files.ReadAsync(pending[part - FirstPending].Name, parse, cancellationToken);

    private async Task<T> ReadAsync<T>(string name, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
        where T : class =>
        extract.IsLocal ? files.Scratch.Find(name, parse) ?? throw new ExtractLostException() : await files.ReadAsync(name, parse, cancellationToken);
}
