using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Http.Tests.AiSquared;

/// <summary>A SQLite file beside the demo's databases, of which each workspace under test makes a destination.</summary>
public sealed class TargetDatabase(string file, string path)
{
    private static readonly ConcurrentDictionary<RunningPlatform, Lazy<TargetDatabase>> Made = new();

    /// <summary>What connections name it by.</summary>
    public string Name => $"demo:{file}";

    public static TargetDatabase Of(RunningPlatform platform) => Made.GetOrAdd(platform, found => new Lazy<TargetDatabase>(() => Create(found.DemoDirectory))).Value;

    public void Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={path};Pooling=false");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A table like <c>customers</c> that one test has to itself.</summary>
    public string NewTable()
    {
        var table = SquaredApi.Unique("people").Replace('-', '_');
        Execute($"CREATE TABLE {table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
        return table;
    }

    public long Count(string table)
    {
        using var database = new SqliteConnection($"Data Source={path};Pooling=false");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static TargetDatabase Create(string directory)
    {
        var file = SquaredApi.Unique("target") + ".db";
        var target = new TargetDatabase(file, Path.Combine(directory, file));
        target.Execute("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, origin TEXT, score REAL, is_member BOOLEAN);
            CREATE TABLE notes (customer INTEGER, note TEXT);
            """);
        return target;
    }
}
