using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api.AiSquared;

/// <summary>The platform with a workspace, a source and a destination, where syncs and runs are made without their API.</summary>
public sealed class SquaredPlatform : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("squared-").FullName;
    private PlatformApp? _app;
    private HttpClient? _client;
    private int _made;

    public PlatformApp App => _app!;

    public WorkspaceId Workspace { get; private set; }

    public Guid Model { get; private set; }

    public Guid Destination { get; private set; }

    public async Task InitializeAsync()
    {
        await ShopPlatform.MakeShopAsync(Path.Combine(_files, "shop.db"));
        await ExecuteAsync("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)");
        _app = await PlatformApp.StartAsync(new Dictionary<string, string>
        {
            ["LocalFiles:Root"] = _files,
            ["AiSquared:DefaultPageSize"] = "3",
            ["AiSquared:AllowSignUp"] = "false",
        });
        var workspace = await App.NewWorkspaceAsync();
        Workspace = workspace.Id;
        _client = App.ClientOf(workspace);
        var number = await App.Services.GetRequiredService<Workspaces>().NumberOfAsync(Workspace, default);
        _client.DefaultRequestHeaders.Add("Workspace-Id", number);
        var source = (await Get<Connections.Connections>().CreateAsync(
            Workspace, new NewConnection("sqlite", "Shop", new ConnectionSettings("shop.db")), default)).Value;
        Model = (await Get<Models.Models>().CreateAsync(
            Workspace, new NewModel(source.Id, "Users", new ModelQuery(Table: "users", Columns: ["id", "name"]), ["id"]), default)).Value.Id;
        Destination = (await Get<Destinations.Destinations>().CreateAsync(
            Workspace, new NewDestination("sqlite", "Target", new JsonObject { ["database"] = "target.db" }), default)).Value.Id;
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await App.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A sync as another API would make it.</summary>
    public async Task<Sync> NewSyncAsync(Func<NewSync, NewSync>? change = null)
    {
        var request = new NewSync(Model, Destination, $"Sync {++_made}", "customers") { Mappings = [FieldMapping.Column("id", "id")] };
        return (await Get<FunctionsPlatform.Syncs.Syncs>().CreateAsync(Workspace, change?.Invoke(request) ?? request, default)).Value;
    }

    /// <summary>A run as the engine would leave it.</summary>
    public async Task<SyncRun> NewRunAsync(Sync sync, RunState state, Func<SyncRun, SyncRun>? change = null)
    {
        var run = new SyncRun(Get<Ids>().New(), sync.Id, Workspace, new RunRequest(), TimeProvider.System.GetUtcNow()) { State = state };
        run = change?.Invoke(run) ?? run;
        await Get<SyncRunStore>().AddAsync(run, default);
        await Get<SyncStore>().ChangeAsync(
            Workspace, sync.Id, current => current with { Progress = current.Progress with { Runs = current.Progress.Runs + 1, LastState = state } }, default);
        return run;
    }

    public async Task<string> NumberOfAsync(Sync sync) =>
        (await GetAsync("syncs?page_size=100"))["data"]!.AsArray().Single(item => item.At("$.attributes.name") == sync.Name).At("$.id")!;

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _client!.GetAsync($"/api/v1/{path}");
        return await response.JsonAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => _client!.PostAsJsonAsync($"/api/v1/{path}", body);

    private async Task ExecuteAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(_files, "target.db")};Pooling=false");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
