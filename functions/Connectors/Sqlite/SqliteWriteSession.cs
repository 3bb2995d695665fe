using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>A file opened for writing. The statements are ours, while the schema (and so its triggers) is its author's.</summary>
internal static class SqliteWriteSession
{
    /// <summary>Seconds to wait for another writer's lock. Nothing interrupts the wait.</summary>
    private const int LongestWait = 10;

    public static async Task<WriteSession> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = LongestWait,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
            await pragmas.ExecuteNonQueryAsync(cancellationToken);
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_ATTACHED, 0);
            return new WriteSession(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
