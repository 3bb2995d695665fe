using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fixtures;
using Fixtures.Servers;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>A workspace with a model over one PostgreSQL database, which is synced into another, through the app's own queues and orchestrations.</summary>
public sealed class SyncScenario
{
    private SyncScenario(PlatformApp app, TestWorkspace workspace, NpgsqlConnectionStringBuilder source, NpgsqlConnectionStringBuilder target) =>
        (App, Workspace, Source, Target) = (app, workspace, source, target);

    public PlatformApp App { get; }

    public TestWorkspace Workspace { get; }

    public NpgsqlConnectionStringBuilder Source { get; }

    public NpgsqlConnectionStringBuilder Target { get; }

    public Guid ConnectionId { get; private set; }

    public Guid DestinationId { get; private set; }

    public SyncRuns Runs => App.Services.GetRequiredService<SyncRuns>();

    public FunctionsPlatform.Syncs.Syncs Syncs => App.Services.GetRequiredService<FunctionsPlatform.Syncs.Syncs>();

    /// <param name="targetServer">Where the destination's database is; null for the server of all tests.</param>
    public static async Task<SyncScenario> CreateAsync(PlatformApp app, string[] source, string[] target, PostgresServer? targetServer = null)
    {
        var server = await PostgresServer.SharedAsync();
        var scenario = new SyncScenario(
            app, await app.NewWorkspaceAsync(), await server.CreateDatabaseAsync(), await (targetServer ?? server).CreateDatabaseAsync());
        await scenario.InSourceAsync(source);
        await scenario.InTargetAsync(target);
        var connection = await app.Services.GetRequiredService<FunctionsPlatform.Connections.Connections>().CreateAsync(
            scenario.Workspace.Id, new NewConnection("postgresql", "Source", SettingsOf(scenario.Source)), CancellationToken.None);
        var destination = await app.Services.GetRequiredService<FunctionsPlatform.Destinations.Destinations>().CreateAsync(
            scenario.Workspace.Id, new NewDestination("postgresql", "Target", ConfigurationOf(scenario.Target)), CancellationToken.None);
        (scenario.ConnectionId, scenario.DestinationId) = (connection.Value.Id, destination.Value.Id);
        return scenario;
    }

    public Task InSourceAsync(params string[] statements) => PostgresServer.ExecuteAsync(Source, statements);

    public Task InTargetAsync(params string[] statements) => PostgresServer.ExecuteAsync(Target, statements);

    /// <summary>The rows of a query on the destination, each as its values with a bar between.</summary>
    public Task<IReadOnlyList<string>> TargetRowsAsync(string sql) => RowsAsync(Target, sql);

    public Task<IReadOnlyList<string>> SourceRowsAsync(string sql) => RowsAsync(Source, sql);

    private static async Task<IReadOnlyList<string>> RowsAsync(NpgsqlConnectionStringBuilder database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? "NULL" : Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))));
        return rows;
    }

    public async Task<Model> ModelAsync(string sql, string key = "id", string? cursor = null)
    {
        var request = new NewModel(ConnectionId, $"Model {RandomNumberGenerator.GetHexString(8)}", new ModelQuery(Sql: sql), key.Split(',', StringSplitOptions.RemoveEmptyEntries)) { CursorColumn = cursor };
        return (await App.Services.GetRequiredService<FunctionsPlatform.Models.Models>().CreateAsync(Workspace.Id, request, CancellationToken.None)).Value;
    }

    public async Task<Sync> SyncAsync(string sql, string stream, Func<NewSync, NewSync>? change = null, string key = "id", string? cursor = null)
    {
        var model = await ModelAsync(sql, key, cursor);
        var request = new NewSync(model.Id, DestinationId, $"Sync {RandomNumberGenerator.GetHexString(8)}", stream);
        return (await Syncs.CreateAsync(Workspace.Id, change?.Invoke(request) ?? request, CancellationToken.None)).Value;
    }

    public async Task<SyncRun> StartAsync(Sync sync, RunRequest? request = null)
    {
        var run = (await Runs.StartAsync(sync.Workspace, sync.Id, request ?? new RunRequest(), CancellationToken.None)).Value;
        await SyncOrchestrator.StartAsync(App.Services.GetRequiredService<DurableTaskClient>(), RunKey.Of(run), CancellationToken.None);
        return run;
    }

    /// <summary>Starts a run and waits for its end.</summary>
    public async Task<SyncRun> RunAsync(Sync sync, RunRequest? request = null) => await EndOfAsync(await StartAsync(sync, request));

    public Task<SyncRun> EndOfAsync(SyncRun run, int seconds = 25) => Eventually.ValueAsync(
        async () => await FindAsync(run) is { IsFinished: true } ended ? ended : null, seconds);

    public async Task<SyncRun> FindAsync(SyncRun run) => (await Runs.GetAsync(run.Workspace, run.SyncId, run.Id, CancellationToken.None)).Value;

    public async Task<Sync> FindAsync(Sync sync) => (await Syncs.GetAsync(sync.Workspace, sync.Id, CancellationToken.None)).Value;

    public Task WakeAsync(SyncRun run) =>
        SyncOrchestrator.WakeAsync(App.Services.GetRequiredService<DurableTaskClient>(), RunKey.Of(run), CancellationToken.None);

    public static ConnectionSettings SettingsOf(NpgsqlConnectionStringBuilder database) =>
        new(database.Database!, database.Host, database.Port, database.Username, database.Password, "disable");

    public static JsonObject ConfigurationOf(NpgsqlConnectionStringBuilder database) => new()
    {
        ["host"] = database.Host,
        ["port"] = database.Port,
        ["database"] = database.Database,
        ["username"] = database.Username,
        ["password"] = database.Password,
        ["ssl_mode"] = "disable",
    };
}
