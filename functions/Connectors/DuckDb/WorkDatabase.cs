using DuckDB.NET.Data;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <param name="Directory">Holds the files that are read and written. Statements name them by their whole path.</param>
/// <param name="MemoryMb">Beyond it, work spills to the directory.</param>
/// <param name="KeepsOrder">Whether rows come out in the order in which files hold them.</param>
internal sealed record WorkLimits(string Directory, int MemoryMb, bool KeepsOrder = false)
{
    public int Threads { get; init; } = 2;

    /// <summary>What may be spilled; null for all that the disk takes.</summary>
    public int? SpillMb { get; init; }

    /// <summary>Files outside the directory that may be read.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>A DuckDB for one piece of work: it sees the files of one directory, spills there, and takes no more memory than it is allowed.</summary>
internal static class WorkDatabase
{
    public static async Task<T> RunAsync<T>(WorkLimits limits, Func<WorkSession, T> work, CancellationToken cancellationToken)
    {
        try
        {
            // On a thread of its own, because DuckDB makes the caller's wait.
            return await Task.Run(() => Run(limits, work, cancellationToken), cancellationToken);
        }
        catch (DuckDBException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static T Run<T>(WorkLimits limits, Func<WorkSession, T> work, CancellationToken cancellationToken)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var session = new WorkSession(connection, cancellationToken);
        session.Execute($"""
            SET threads = {limits.Threads};
            SET memory_limit = '{limits.MemoryMb}MB';
            SET preserve_insertion_order = {limits.KeepsOrder};
            SET TimeZone = 'UTC';
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET temp_directory = {WorkSession.Quote(Path.Combine(limits.Directory, "spill"))};
            {(limits.SpillMb is { } spill ? $"SET max_temp_directory_size = '{spill}MB';" : "")}
            SET allowed_directories = [{WorkSession.Quote(limits.Directory)}];
            SET allowed_paths = {WorkSession.List(limits.Files)};
            SET enable_external_access = false;
            SET lock_configuration = true
            """);
        return work(session);
    }
}
