using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>A file opened for reading, on which only SELECT is authorised.</summary>
internal sealed class SqliteSession : DatabaseSession
{
    /// <summary>Virtual machine steps between two looks at the token: some tens of microseconds.</summary>
    private const int StepsBetweenLooks = 1_000;

    /// <summary>So that <c>zeroblob(1000000000)</c> takes no memory.</summary>
    private const int LongestValue = 64 * 1024 * 1024;

    /// <summary>Of all SQLite files that the process has open, sorting included: it must fill neither the memory nor the disk.</summary>
    private const long LargestHeap = 512L * 1024 * 1024;

    /// <summary>Those that describe tables; <c>database_list</c> would tell where the file lies.</summary>
    private static readonly HashSet<string> ReadingPragmas = new(StringComparer.OrdinalIgnoreCase)
    {
        "table_list", "table_info", "table_xinfo", "foreign_key_list", "index_list", "index_info", "index_xinfo",
    };

    private readonly SqliteConnection _connection;
    private CancellationToken _cancel;
    private volatile bool _isCancelled;

    private SqliteSession(SqliteConnection connection) : base(connection) => _connection = connection;

    public static async Task<SqliteSession> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false, // opening is cheap, and an open file could not be replaced
            DefaultTimeout = 5, // seconds to wait for a writer's lock
        };
        var session = new SqliteSession(new SqliteConnection(settings.ToString()));
        try
        {
            await session._connection.OpenAsync(cancellationToken);
            session.Restrict();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private void Restrict()
    {
        using (var pragmas = _connection.CreateCommand())
        {
            // A schema is data of the file's author: it must not call functions that reach outside.
            pragmas.CommandText = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
            pragmas.ExecuteNonQuery();
        }
        var handle = _connection.Handle;
        raw.sqlite3_hard_heap_limit64(LargestHeap);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_LENGTH, LongestValue);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_set_authorizer(handle, Authorize, null);
        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => _isCancelled || _cancel.IsCancellationRequested ? 1 : 0, null);
    }

    private static int Authorize(object data, int action, string first, string second, string database, string trigger) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => raw.SQLITE_OK,
        raw.SQLITE_FUNCTION when !string.Equals(second, "load_extension", StringComparison.OrdinalIgnoreCase) => raw.SQLITE_OK,
        raw.SQLITE_PRAGMA when ReadingPragmas.Contains(first) => raw.SQLITE_OK,
        _ => raw.SQLITE_DENY,
    };

    /// <summary>On a thread of its own, because SQLite works on the caller's.</summary>
    public override async Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        _cancel = cancellationToken;
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return await Task.Run<DbDataReader>(command.ExecuteReader, cancellationToken);
    }

    /// <summary>As stored, under the kind of the declared type; expressions have none.</summary>
    public override IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows)
    {
        var statement = ((SqliteDataReader)rows).Handle;
        return [.. Enumerable.Range(0, rows.FieldCount).Select(at => new ColumnReader(
            rows.GetName(at),
            statement is null ? ColumnKind.Other : SqliteTypes.KindOf(raw.sqlite3_column_decltype(statement, at).utf8_to_string() ?? ""),
            (row, column) => row.GetValue(column)))];
    }

    public override void Cancel() => _isCancelled = true;
}
