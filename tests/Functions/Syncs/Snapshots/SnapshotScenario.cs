using Fixtures.Servers;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Syncs.Snapshots;
using FunctionsPlatform.Tests.Connectors;
using FunctionsPlatform.Tests.Platform;
using Microsoft.Data.Sqlite;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

/// <summary>A sync of the SQLite table <c>people (id, name, age)</c>, run step by step.</summary>
internal sealed class SnapshotScenario : IDisposable
{
    private static readonly Ids Ids = new(TimeProvider.System);

    private readonly PlatformStorage _storage;
    private readonly string _root = Directory.CreateTempSubdirectory("snapshots-").FullName;
    private readonly int _chunkRows;

    private SnapshotScenario(PlatformStorage storage, int chunkRows)
    {
        (_storage, _chunkRows) = (storage, chunkRows);
        Machine = NewMachine();
    }

    public static string[] People { get; } = ["(1, 'Ann', 30)", "(2, 'Bob', 40)", "(3, 'Cid', 50)"];

    public Machine Machine { get; private set; }

    public WorkspaceId Workspace { get; } = new(Ids.New());

    public Guid SyncId { get; } = Ids.New();

    /// <summary>As a sync would keep it between runs.</summary>
    public SnapshotRef? Accepted { get; set; }

    public string ScratchRoot => Path.Combine(_root, "scratch");

    public static async Task<SnapshotScenario> StartAsync(int chunkRows = 100, string[]? people = null)
    {
        var scenario = new SnapshotScenario(await TestStorage.OpenAsync(), chunkRows);
        await scenario.SourceAsync("CREATE TABLE people (id INTEGER, name TEXT, age INTEGER)");
        if (people is not [])
            await scenario.SourceAsync($"INSERT INTO people VALUES {string.Join(", ", people ?? People)}");
        return scenario;
    }

    public async Task SourceAsync(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_root, "source.db")};Pooling=false");
        await connection.RunAsync(statements);
    }

    /// <summary>People from 1 on, each a year older than the one before.</summary>
    public Task AddManyAsync(int first, int count) => SourceAsync(
        $"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {first + count - 1}) INSERT INTO people SELECT i, 'Person ' || i, i FROM n");

    /// <summary>The process dies, and another takes over, which has nothing but what is in storage.</summary>
    public void Restart()
    {
        Machine.Dispose();
        Machine = NewMachine();
    }

    /// <summary>A machine beside this one.</summary>
    public Machine NewMachine(TimeSpan ahead = default) => new(_storage, ScratchRoot, _chunkRows, ahead);

    public RunFiles NewRun() => new(Workspace, SyncId, Ids.New());

    public async Task<Extract> ExtractAsync(RunFiles run, string where = "true", string[]? key = null, bool isLocal = false, string? cursor = null)
    {
        var connection = new Connection(Ids.New(), Workspace, "sqlite", "people", "source.db", TimeProvider.System.GetUtcNow());
        var source = new OpenConnection(connection, SqliteDatabase.ConnectorOver(_root), new ConnectionSettings("source.db"));
        var statement = SqlGuard.Check($"SELECT id, name, age FROM people WHERE {where}", SqlDialect.Sqlite).Value;
        var request = new ExtractRequest(source, statement, key ?? ["id"], cursor) { IsLocal = isLocal };
        return await Machine.Get<SourceExtracts>().ExtractAsync(run, request, null, CancellationToken.None);
    }

    /// <summary>Reads and compares.</summary>
    /// <param name="how">Changes how it is compared.</param>
    public async Task<ScenarioRun> RunAsync(Func<CompareRequest, CompareRequest>? how = null, string where = "true", string[]? key = null, bool isLocal = false)
    {
        var run = NewRun();
        var extract = await ExtractAsync(run, where, key, isLocal);
        var request = new CompareRequest(extract, Accepted, "mapping 1");
        return await ScenarioRun.CompareAsync(this, run, how?.Invoke(request) ?? request);
    }

    /// <summary>Reads, compares, delivers all and records it.</summary>
    public async Task<ScenarioRun> SyncAsync(Func<CompareRequest, CompareRequest>? how = null, string where = "true", string[]? key = null)
    {
        var run = await RunAsync(how, where, key);
        await run.DeliverAsync();
        await run.CommitAsync();
        return run;
    }

    public void Dispose()
    {
        Machine.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
