using System.Diagnostics;
using System.Text;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Bench.Accuracy;

/// <summary>One database of the question set: its schema with stored values, and the rows of a statement within a time limit.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int MaxDistinctValues = 5_000;
    /// <summary>SQLITE_DBCONFIG_DQS_DML.</summary>
    private const int AllowDoubleQuotedText = 1013;

    private const int MaxRows = 200_000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    private readonly SqliteConnection _connection;

    public SqliteDatabase(string file)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        _connection = new SqliteConnection(settings.ConnectionString);
        _connection.Open();
        // Gold SQL writes text in double quotes, which this build of SQLite takes only when told to.
        _ = raw.sqlite3_db_config(_connection.Handle, AllowDoubleQuotedText, 1, out _);
    }

    /// <summary>The rows, values as null, double or string; null when the statement fails or takes too long.</summary>
    public List<object?[]>? Run(string sql)
    {
        var deadline = Stopwatch.StartNew();
        raw.sqlite3_progress_handler(_connection.Handle, 10_000, _ => deadline.Elapsed > TimeLimit ? 1 : 0, null);
        try
        {
            return Read(sql);
        }
        catch (SqliteException)
        {
            return null;
        }
        finally
        {
            raw.sqlite3_progress_handler(_connection.Handle, 0, null, null);
        }
    }

    /// <summary>As the connector finds it, with more stored values than it keeps by default.</summary>
    public static Task<SchemaCatalog> DiscoverAsync(string folder, string name)
    {
        var connector = new SqliteConnector(new LocalFiles(Options.Create(new LocalFilesOptions { Root = folder })), TimeProvider.System);
        var limits = new DiscoveryLimits(TimeSpan.FromMinutes(1), MaxDistinctValues: MaxDistinctValues, SampleRows: 1_000_000);
        return connector.DiscoverAsync(new ConnectionSettings(name), limits, CancellationToken.None);
    }

    public void Dispose() => _connection.Dispose();

    private List<object?[]> Read(string sql)
    {
        var rows = new List<object?[]>();
        var result = raw.sqlite3_prepare_v2(_connection.Handle, sql, out var statement);
        using (statement)
        {
            Check(result);
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW && rows.Count < MaxRows)
            {
                var row = new object?[raw.sqlite3_column_count(statement)];
                for (var at = 0; at < row.Length; at++)
                {
                    row[at] = Value(statement, at);
                }

                rows.Add(row);
            }

            Check(result);
        }

        return rows;
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection.Handle).utf8_to_string(), result);
        }
    }

    /// <summary>Read below ADO.NET because text in some files is not valid UTF-8.</summary>
    private static object? Value(sqlite3_stmt statement, int at) => raw.sqlite3_column_type(statement, at) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER or raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, at),
        _ => Lenient.GetString(raw.sqlite3_column_blob(statement, at)),
    };
}
