using DuckDB.NET.Data;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>
/// Opens files. The driver has one instance of a file in a process, opened either for reading or for writing: a writer waits until nobody reads, while readers that
/// come to a file that is being written read there, in transactions that only read.
/// </summary>
internal sealed class DuckDbInstances(TimeProvider clock)
{
    /// <summary>For how long a file that was read stays open: opening takes tens of milliseconds. One that was written is closed at once, for other processes to open.</summary>
    private static readonly TimeSpan KeptOpen = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, Instance> _open = [];
    private readonly Lock _lock = new();

    /// <summary>A session of its own on the file. All of one file share its memory limit.</summary>
    public DuckDbSession Open(string path)
    {
        lock (_lock)
        {
            var instance = _open.TryGetValue(path, out var found) ? found : _open[path] = Start(path, writes: false);
            return new DuckDbSession(Join(instance), instance.Statements, () => Leave(instance));
        }
    }

    public async Task<WriteSession> OpenToWriteAsync(string path, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < LongestWait; waited += Pause)
        {
            if (TryOpenToWrite(path) is { } session)
                return session;
            await Task.Delay(Pause, clock, cancellationToken);
        }
        throw new ConnectorException(ConnectorFailure.Busy, "The database file is being read. It can be written when the statements that read it are over.");
    }

    private WriteSession? TryOpenToWrite(string path)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(path, out var instance) && !instance.Writes)
            {
                if (instance.Sessions > 0)
                    return null;
                Close(instance);
            }
            instance = _open.TryGetValue(path, out var written) ? written : _open[path] = Start(path, writes: true);
            return new WriteSession(Join(instance), () => Leave(instance));
        }
    }

    private Instance Start(string path, bool writes)
    {
        var settings = Settings(path, writes);
        return new Instance(path, settings, Connect(settings), writes, clock.CreateTimer(CloseUnused, path, KeptOpen, Timeout.InfiniteTimeSpan));
    }

    private static DuckDBConnection Join(Instance instance)
    {
        var connection = Connect(instance.Settings);
        instance.Sessions++;
        return connection;
    }

    private void Leave(Instance instance)
    {
        lock (_lock)
        {
            instance.Sessions--;
            if (instance is { Sessions: 0, Writes: true })
                Close(instance);
            else
                instance.Closing.Change(KeptOpen, Timeout.InfiniteTimeSpan);
        }
    }

    private void CloseUnused(object? path)
    {
        lock (_lock)
        {
            if (_open.TryGetValue((string)path!, out var instance) && instance.Sessions == 0)
                Close(instance);
        }
    }

    private void Close(Instance instance)
    {
        _open.Remove(instance.Path);
        instance.Closing.Dispose();
        instance.Kept.Dispose();
    }

    private static DuckDBConnection Connect(string settings)
    {
        var connection = new DuckDBConnection(settings);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sees no other file, loads no code, spills nothing to disk, and no statement can change that.</summary>
    private static string Settings(string path, bool writes) => new DuckDBConnectionStringBuilder
    {
        DataSource = path,
        ["access_mode"] = writes ? "READ_WRITE" : "READ_ONLY",
        ["enable_external_access"] = "false",
        ["autoinstall_known_extensions"] = "false",
        ["autoload_known_extensions"] = "false",
        ["memory_limit"] = "1GB",
        ["max_temp_directory_size"] = "0KB",
        ["threads"] = "4",
        ["lock_configuration"] = "true",
    }.ConnectionString;

    /// <param name="Kept">Holds the file open between sessions.</param>
    private sealed record Instance(string Path, string Settings, DuckDBConnection Kept, bool Writes, ITimer Closing)
    {
        public int Sessions { get; set; }

        /// <summary>Null where the tables can change from one statement to the next.</summary>
        public DescribedStatements? Statements { get; } = Writes ? null : new();
    }
}
