using DuckDB.NET.Data;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>
/// Opens files, and keeps each open for a moment after its last use: opening takes tens of milliseconds, while an open file cannot be written by others.
/// </summary>
internal sealed class DuckDbInstances(TimeProvider clock)
{
    private static readonly TimeSpan KeptOpen = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (DuckDBConnection Connection, DescribedStatements Statements, ITimer Closing)> _kept = [];
    private readonly Lock _lock = new();

    /// <summary>A session of its own on the file. All of one file share its memory limit.</summary>
    public DuckDbSession Open(string path)
    {
        var settings = Settings(path);
        DescribedStatements statements;
        lock (_lock)
        {
            if (_kept.TryGetValue(settings, out var kept))
                kept.Closing.Change(KeptOpen, Timeout.InfiniteTimeSpan);
            else
                _kept[settings] = kept = (Connect(settings), new(), clock.CreateTimer(_ => Close(settings), null, KeptOpen, Timeout.InfiniteTimeSpan));
            statements = kept.Statements;
        }
        return new DuckDbSession(Connect(settings), statements);
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

    private void Close(string settings)
    {
        lock (_lock)
        {
            if (!_kept.Remove(settings, out var kept))
                return;
            kept.Closing.Dispose();
            kept.Connection.Dispose();
        }
    }

    /// <summary>Reads only, sees no other file, loads no code, spills nothing to disk, and no statement can change that.</summary>
    private static string Settings(string path) => new DuckDBConnectionStringBuilder
    {
        DataSource = path,
        ["access_mode"] = "READ_ONLY",
        ["enable_external_access"] = "false",
        ["autoinstall_known_extensions"] = "false",
        ["autoload_known_extensions"] = "false",
        ["memory_limit"] = "1GB",
        ["max_temp_directory_size"] = "0KB",
        ["threads"] = "4",
        ["lock_configuration"] = "true",
    }.ConnectionString;
}
