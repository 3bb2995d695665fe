using System.Diagnostics;
using System.Globalization;
using System.Text;
using FunctionsPlatform.Connectors;
using Microsoft.Data.Sqlite;
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
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
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

    public SchemaCatalog Discover()
    {
        var names = Read("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")!.Select(row => (string)row[0]!);
        return new SchemaCatalog(null, [.. names.Select(Table)], DateTimeOffset.UnixEpoch);
    }

    public void Dispose() => _connection.Dispose();

    private SchemaTable Table(string name)
    {
        var columns = Read($"SELECT name, type, \"notnull\", pk FROM pragma_table_info({Quoted(name, '\'')}) ORDER BY cid")!;
        var keys = Read($"SELECT id, \"from\", \"table\", \"to\" FROM pragma_foreign_key_list({Quoted(name, '\'')}) ORDER BY id, seq")!;
        return new SchemaTable(
            null,
            name,
            [.. columns.Select(row => Column(name, (string)row[0]!, (string?)row[1] ?? "", row[2] is 1.0))],
            [.. columns.Where(row => row[3] is > 0.0).OrderBy(row => row[3]).Select(row => (string)row[0]!)],
            [.. keys.GroupBy(row => row[0]).Select(key => new ForeignKey(
                [.. key.Select(row => (string)row[1]!)], null, (string)key.First()[2]!, [.. key.Where(row => row[3] is not null).Select(row => (string)row[3]!)]))]);
    }

    private SchemaColumn Column(string table, string name, string type, bool notNull)
    {
        var kind = KindOf(type);
        return new SchemaColumn(name, type, kind, !notNull, kind is ColumnKind.Text ? Values(table, name) : null);
    }

    private List<string>? Values(string table, string column)
    {
        var (from, name) = (Quoted(table, '"'), Quoted(column, '"'));
        var values = Read($"SELECT DISTINCT CAST({name} AS TEXT) FROM {from} WHERE {name} IS NOT NULL LIMIT {MaxDistinctValues + 1}")!;
        return values.Count > MaxDistinctValues ? null : [.. values.Select(row => Convert.ToString(row[0], CultureInfo.InvariantCulture)!)];
    }

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

    private static string Quoted(string text, char quote) => $"{quote}{text.Replace(quote.ToString(), new string(quote, 2), StringComparison.Ordinal)}{quote}";

    private static ColumnKind KindOf(string type)
    {
        var upper = type.ToUpperInvariant();
        return upper switch
        {
            _ when upper.Contains("INT", StringComparison.Ordinal) => ColumnKind.Integer,
            _ when upper.Contains("BOOL", StringComparison.Ordinal) => ColumnKind.Text,
            _ when upper.StartsWith("DATETIME", StringComparison.Ordinal) || upper.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ColumnKind.Timestamp,
            _ when upper.StartsWith("DATE", StringComparison.Ordinal) => ColumnKind.Date,
            _ when upper.Contains("NUM", StringComparison.Ordinal) || upper.Contains("DEC", StringComparison.Ordinal) => ColumnKind.Decimal,
            _ when upper.Contains("REAL", StringComparison.Ordinal) || upper.Contains("FLOA", StringComparison.Ordinal) || upper.Contains("DOUB", StringComparison.Ordinal) => ColumnKind.Float,
            _ => ColumnKind.Text,
        };
    }
}
