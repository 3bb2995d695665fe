using System.Buffers;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>This process's copies of the files of syncs. A copy is there as a whole or not at all.</summary>
internal sealed class ScratchFiles(string root, TimeProvider clock)
{
    /// <summary>What copies of snapshots may take between runs.</summary>
    private const long MostKept = 1024L * 1024 * 1024;

    /// <summary>Copies of runs that ended elsewhere are dropped after this time; of those that go on, they are fetched again.</summary>
    private static readonly TimeSpan LongestUnused = TimeSpan.FromDays(1);

    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(10);

    private long _temporary;
    private long _cleanedAt = clock.GetTimestamp();

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        if (clock.GetElapsedTime(_cleanedAt) > CleanEvery)
            Clean();
        var (path, temporary) = (PathOf(name), TemporaryPath());
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            file.Write(content);
        ScratchDirectory.Create(Path.GetDirectoryName(path)!);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>What is made of a file's content, which is gone afterwards; null when there is no such file.</summary>
    /// <param name="most">Bytes that are wanted, from the beginning on.</param>
    public T? Find<T>(string name, Func<ReadOnlyMemory<byte>, T> parse, int most = int.MaxValue)
        where T : class
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            return null;
        if (IsOfSnapshot(name))
            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        using var file = File.OpenHandle(path);
        var length = (int)Math.Min(RandomAccess.GetLength(file), most);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var read = 0; read < length;)
                read += RandomAccess.Read(file, buffer.AsSpan(read, length - read), read) is > 0 and var more ? more : throw new EndOfStreamException("A file of a sync is cut off.");
            return parse(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Remove(string name)
    {
        if (File.Exists(PathOf(name)))
            File.Delete(PathOf(name));
    }

    public void RemoveFolder(string folder)
    {
        if (Directory.Exists(PathOf(folder)))
            Directory.Delete(PathOf(folder), recursive: true);
    }

    /// <summary>Removes what was not used for long, and of the copies of snapshots those that are too much.</summary>
    public void Clean()
    {
        _cleanedAt = clock.GetTimestamp();
        var (old, kept) = (clock.GetUtcNow().UtcDateTime - LongestUnused, 0L);
        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).OrderByDescending(file => file.LastWriteTimeUtc))
        {
            kept += IsOfSnapshot(file.FullName) ? file.Length : 0;
            if (file.LastWriteTimeUtc < old || (kept > MostKept && IsOfSnapshot(file.FullName)))
                file.Delete();
        }
    }

    /// <summary>A directory of its own for one piece of work, to be deleted by who asked for it.</summary>
    public string CreateWorkDirectory()
    {
        var directory = TemporaryPath();
        ScratchDirectory.Create(directory);
        return directory;
    }

    private static bool IsOfSnapshot(string name) => name.Contains(RunFiles.SnapshotFolder, StringComparison.Ordinal);

    private string PathOf(string name) => Path.Combine(root, name);

    private string TemporaryPath() => Path.Combine(root, $"work-{Interlocked.Increment(ref _temporary)}");
}
