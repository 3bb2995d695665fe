using Emulator.Azurite;
using Fixtures;
using Fixtures.Servers;
using FunctionsPlatform.Syncs.Runs;
using Npgsql;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>What a sync depends on goes away in the middle of a run and comes back.</summary>
public sealed class OutageTests
{
    private const int Rows = 100_000;

    private static readonly string[] Source =
    [
        "CREATE TABLE numbers (id int PRIMARY KEY, name text)",
        $"INSERT INTO numbers SELECT i, 'number ' || i FROM generate_series(1, {Rows}) AS i",
    ];

    private static readonly string[] Target = ["CREATE TABLE numbers (id int PRIMARY KEY, name text)"];

    [Fact]
    public async Task The_destinations_server_crashes_and_comes_back()
    {
        var server = await PostgresServer.StartAsync();
        await using var app = await PlatformApp.StartAsync(Settings());
        var scenario = await SyncScenario.CreateAsync(app, Source, Target, server);
        var run = await StartAsync(scenario);
        await Eventually.ValueAsync(async () => await CountAsync(scenario) > 0 ? "begun" : null);

        await server.CrashAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await server.RunAsync();

        var ended = await scenario.EndOfAsync(run, seconds: 180);
        Assert.Equal((RunState.Succeeded, (long)Rows, 0L), (ended.State, ended.Counts.Added, ended.Counts.Rejected));
        Assert.Equal(Rows, await CountAsync(scenario));
    }

    [Fact]
    public async Task Storage_is_restarted()
    {
        var directory = Directory.CreateTempSubdirectory("azurite-outage-").FullName;
        var first = await AzuriteServer.StartAsync(directory);
        var settings = Settings();
        settings["AzureWebJobsStorage"] = settings["DataStorage"] = first.ConnectionString;
        await using var app = await PlatformApp.StartAsync(settings);
        var scenario = await SyncScenario.CreateAsync(app, Source, Target);
        var run = await StartAsync(scenario);
        await Eventually.ValueAsync(async () => await CountAsync(scenario) > 0 ? "begun" : null);

        await first.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await using var second = await AzuriteServer.StartAsync(directory, first.Ports);

        var ended = await scenario.EndOfAsync(run, seconds: 180);
        Assert.Equal((RunState.Succeeded, (long)Rows, 0L), (ended.State, ended.Counts.Added, ended.Counts.Rejected));
        Assert.Equal(Rows, await CountAsync(scenario));
    }

    private static Dictionary<string, string> Settings() => new()
    {
        ["Syncs:ChunkRows"] = "5000",
        ["Syncs:ChunkLease"] = "00:00:02",
        ["Syncs:MaxDeliveries"] = "1",
        ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:02",
    };

    private static async Task<SyncRun> StartAsync(SyncScenario scenario) =>
        await scenario.StartAsync(await scenario.SyncAsync("SELECT * FROM numbers", "public.numbers"));

    private static async Task<int> CountAsync(SyncScenario scenario)
    {
        try
        {
            return int.Parse((await scenario.TargetRowsAsync("SELECT count(*) FROM numbers")).Single(), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (NpgsqlException)
        {
            return 0;
        }
    }
}
