using Microsoft.Data.Sqlite;

namespace Emulator.Durable.Store;

/// <summary>The SQLite file, held by this process alone.</summary>
internal sealed class DurableDatabase : IDisposable
{
    private readonly string _connectionString;
    private readonly FileStream _ownership;

    public DurableDatabase(string path)
    {
        var file = new FileInfo(path);
        file.Directory!.Create();
        _ownership = TakeOwnership(file.FullName);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file.FullName, Pooling = false }.ConnectionString;
        try
        {
            using var session = Connect();
            Prepare(session, file.FullName);
        }
        catch
        {
            _ownership.Dispose();
            throw;
        }
    }

    public SqlSession Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        var session = new SqlSession(connection);

        // A write-ahead log without a sync per commit outlives the process, though not a power cut.
        session.Execute("PRAGMA synchronous = NORMAL");
        return session;
    }

    public void Dispose() => _ownership.Dispose();

    private static FileStream TakeOwnership(string path)
    {
        try
        {
            // The lock goes with the process, however that ends.
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"The Durable database '{path}' is in use by another process. Stop that one, or give this one a database of its own.", e);
        }
    }

    private static void Prepare(SqlSession session, string path)
    {
        session.Scalar("PRAGMA journal_mode = WAL");
        var version = Convert.ToInt32(session.Scalar("PRAGMA user_version"));
        if (version == Schema.Version)
            return;
        if (version != 0)
            throw new InvalidOperationException(
                $"The Durable database '{path}' has format {version}; this emulator reads format {Schema.Version}. Delete it to start empty.");

        session.Execute($"BEGIN; {Schema.Tables} PRAGMA user_version = {Schema.Version}; COMMIT");
    }
}
