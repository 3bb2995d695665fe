using DuckDB.NET.Data;
using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Datasets.Queries;

/// <summary>
/// A warm DuckDB a workspace. It sees the copies of that workspace's datasets and no other file, loads no code, spills nothing to disk, and no statement can change that.
/// Every query has a connection of its own, whose tables nobody else sees.
/// </summary>
internal sealed class QueryInstances(DatasetOptions options, TimeProvider clock) : IDisposable
{
    private const int MostOpen = 32;

    /// <summary>For how long an unused one stays open: opening takes tens of milliseconds.</summary>
    private static readonly TimeSpan KeptOpen = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Instance> _open = [];
    private readonly Lock _lock = new();

    /// <param name="directory">Of the workspace's files.</param>
    /// <param name="closed">Called by the one who is done with the connection.</param>
    public DuckDBConnection Open(string directory, out Action closed)
    {
        lock (_lock)
        {
            CloseUnused();
            var instance = _open.TryGetValue(directory, out var found) ? found : _open[directory] = new Instance(Start(directory));
            var connection = instance.Kept.Duplicate();
            try
            {
                connection.Open();
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            instance.Sessions++;
            closed = () => Leave(instance);
            return connection;
        }
    }

    public void Dispose()
    {
        foreach (var instance in _open.Values)
            instance.Kept.Dispose();
    }

    private void Leave(Instance instance)
    {
        lock (_lock)
        {
            instance.Sessions--;
            instance.UsedAt = clock.GetTimestamp();
        }
    }

    private void CloseUnused()
    {
        foreach (var (directory, instance) in _open.Where(entry => entry.Value.Sessions == 0).OrderBy(entry => entry.Value.UsedAt).ToList())
        {
            if (_open.Count < MostOpen && clock.GetElapsedTime(instance.UsedAt) < KeptOpen)
                return;
            _open.Remove(directory);
            instance.Kept.Dispose();
        }
    }

    private DuckDBConnection Start(string directory)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own text; of others there is nothing in it.
        command.CommandText = $"""
            SET threads = {options.QueryThreads};
            SET memory_limit = '{options.QueryMemoryMb}MB';
            SET max_temp_directory_size = '0KB';
            SET TimeZone = 'UTC';
            SET parquet_metadata_cache = true;
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET allowed_directories = [{WorkSession.Quote(directory)}];
            SET enable_external_access = false;
            SET lock_configuration = true
            """;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return connection;
    }

    private sealed class Instance(DuckDBConnection kept)
    {
        /// <summary>Holds the instance open between queries.</summary>
        public DuckDBConnection Kept { get; } = kept;

        public int Sessions { get; set; }

        public long UsedAt { get; set; }
    }
}
