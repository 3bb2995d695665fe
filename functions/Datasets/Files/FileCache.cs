namespace FunctionsPlatform.Datasets.Files;

/// <summary>
/// Copies of blobs that never change, up to a size. A copy is there as a whole or not at all; those in use are not removed, and of the others those that were not used for
/// longest go first.
/// </summary>
internal sealed class FileCache(long mostBytes, Func<string, string, CancellationToken, Task> download)
{
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Lock _lock = new();
    private long _bytes;
    private long _time;

    public async Task<CachedFiles> LeaseAsync(string directory, IReadOnlyList<string> blobs, CancellationToken cancellationToken)
    {
        var entries = blobs.Select(blob => Use(PathOf(directory, blob))).ToList();
        var lease = new CachedFiles([.. entries.Select(entry => entry.Path)], () => Release(entries));
        try
        {
            for (var at = 0; at < blobs.Count; at++)
                await FetchAsync(entries[at], blobs[at], cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Takes a file for the copy of a blob.</summary>
    public void Take(string directory, string blob, string file)
    {
        var entry = Use(PathOf(directory, blob));
        File.Move(file, entry.Path, overwrite: true);
        Loaded(entry);
        Release([entry]);
    }

    private async Task FetchAsync(Entry entry, string blob, CancellationToken cancellationToken)
    {
        if (entry.Bytes is not null)
            return;
        await entry.Loading.WaitAsync(cancellationToken);
        var draft = entry.Path + ".draft";
        try
        {
            if (entry.Bytes is not null)
                return;
            await download(blob, draft, cancellationToken);
            File.Move(draft, entry.Path, overwrite: true);
            Loaded(entry);
        }
        finally
        {
            File.Delete(draft);
            entry.Loading.Release();
        }
    }

    private Entry Use(string path)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(path, out var entry))
                _entries[path] = entry = new Entry(path);
            entry.Users++;
            return entry;
        }
    }

    private void Loaded(Entry entry)
    {
        lock (_lock)
        {
            _bytes -= entry.Bytes ?? 0;
            entry.Bytes = new FileInfo(entry.Path).Length;
            _bytes += entry.Bytes.Value;
        }
    }

    private void Release(List<Entry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                entry.Users--;
                entry.UsedAt = ++_time;
                if (entry is { Users: 0, Bytes: null })
                    Remove(entry);
            }

            if (_bytes <= mostBytes)
                return;
            foreach (var entry in _entries.Values.Where(entry => entry.Users == 0).OrderBy(entry => entry.UsedAt).TakeWhile(_ => _bytes > mostBytes).ToList())
                Remove(entry);
        }
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Path);
        _bytes -= entry.Bytes ?? 0;
        File.Delete(entry.Path);
        entry.Loading.Dispose();
    }

    private static string PathOf(string directory, string blob) => Path.Combine(directory, blob[(blob.LastIndexOf('/') + 1)..]);

    private sealed class Entry(string path)
    {
        public string Path { get; } = path;

        public SemaphoreSlim Loading { get; } = new(1);

        /// <summary>Null until it is there.</summary>
        public long? Bytes { get; set; }

        public int Users { get; set; }

        public long UsedAt { get; set; }
    }
}

/// <summary>Files that stay on this machine until this is disposed.</summary>
public sealed class CachedFiles : IDisposable
{
    private readonly Action _release;
    private bool _isReleased;

    internal CachedFiles(IReadOnlyList<string> paths, Action release) => (Paths, _release) = (paths, release);

    public IReadOnlyList<string> Paths { get; }

    public void Dispose()
    {
        if (_isReleased)
            return;
        _isReleased = true;
        _release();
    }
}
