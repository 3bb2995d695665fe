using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>
/// The process is killed, as a failure of the machine would, at moments of chance, and started again. Each time the destination ends equal to the source, no row is
/// there twice, and the counts are true.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Rows = 200_000;
    private const int Kills = 50;

    private readonly string _directory = Directory.CreateTempSubdirectory("kill-").FullName;
    private readonly Dictionary<string, string> _settings = [];
    private readonly Random _chance = new(20_261_126);
    private SyncScenario _scenario = null!;
    private Sync _sync = null!;

    public async Task InitializeAsync()
    {
        var (storage, prefix) = (await SharedAzurite.ConnectionStringAsync(), SharedAzurite.NewPrefix());
        foreach (var (name, value) in new (string, string)[]
        {
            ("Emulator:DataDirectory", _directory), ("Secrets:KeyFile", Path.Combine(_directory, "secrets.key")), ("AzureWebJobsStorage", storage), ("DataStorage", storage),
            ("DataStorage:Prefix", prefix), ("SyncChunkQueue", $"{prefix}-sync-chunks"), ("SyncRunEndedQueue", $"{prefix}-sync-runs-ended"), ("WebhookQueue", $"{prefix}-webhooks"),
            ("DatasetQueue", $"{prefix}-datasets"), ("ReportQueue", $"{prefix}-reports"), ("Demo:Enabled", "false"),
            ("RateLimits:Enabled", "false"), ("Logging:LogLevel:Default", "None"), ("Outgoing:AllowPrivateAddresses", "true"), ("Syncs:ChunkRows", "10000"), ("Syncs:ChunkLease", "00:00:02"),
            ("Syncs:ScratchDirectory", Path.Combine(_directory, "scratch")), ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:01"),
        })
            _settings[name] = value;

        // The records are made by one process, the work is done by others over the same storage.
        await using var app = await PlatformApp.StartAsync(_settings);
        _scenario = await SyncScenario.CreateAsync(
            app,
            [
                "CREATE TABLE numbers (id int PRIMARY KEY, name text NOT NULL, amount numeric(12, 2), changed int NOT NULL DEFAULT 0)",
                $"INSERT INTO numbers SELECT i, 'number ' || i, i / 100.0, 0 FROM generate_series(1, {Rows}) AS i",
            ],
            ["CREATE TABLE numbers (id int PRIMARY KEY, name text NOT NULL, amount numeric(12, 2), changed int NOT NULL)"]);
        _sync = await _scenario.SyncAsync("SELECT * FROM numbers", "public.numbers", request => request with { Write = WriteMode.Mirror });
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whenever_the_process_is_killed_every_row_arrives_once()
    {
        var killed = 0;
        for (var round = 1; killed < Kills; round++)
        {
            // A third of the rows change, some go and some come, so that a round has rows of every kind to deliver.
            await _scenario.InSourceAsync(
                $"UPDATE numbers SET changed = {round} WHERE id % 3 = {round % 3}",
                $"DELETE FROM numbers WHERE id % 97 = {round % 97}",
                $"INSERT INTO numbers SELECT i, 'again ' || i, i, {round} FROM generate_series(1, {Rows}) AS i WHERE i % 97 = {(round + 96) % 97} ON CONFLICT DO NOTHING");
            var expected = await CountsAsync();
            var platform = await PlatformProcess.StartAsync(_settings);
            try
            {
                var run = await TriggerAsync(platform);
                for (var kill = 0; kill < 8 && killed < Kills; kill++)
                {
                    await Task.Delay(_chance.Next(20, 700));
                    if (await IsFinishedAsync(platform, run))
                        break;
                    await platform.KillAsync();
                    killed++;
                    await platform.DisposeAsync();
                    platform = await PlatformProcess.StartAsync(_settings);
                }

                var ended = await EndAsync(platform, run);
                Assert.Equal("completed", ended.At("$.status"));
                Assert.Equal(
                    expected,
                    (Number(ended, "rows_created"), Number(ended, "rows_updated"), Number(ended, "rows_deleted"), Number(ended, "rows_failed")));
            }
            finally
            {
                await platform.DisposeAsync();
            }

            Assert.Equal(await SumAsync(_scenario.SourceRowsAsync), await SumAsync(_scenario.TargetRowsAsync));
        }
    }

    /// <summary>What the run has to do, as the two databases tell it.</summary>
    private async Task<(long Added, long Changed, long Removed, long Failed)> CountsAsync()
    {
        const string all = "SELECT id, name, amount, changed FROM numbers ORDER BY id";
        var source = (await _scenario.SourceRowsAsync(all)).ToDictionary(Key);
        var target = (await _scenario.TargetRowsAsync(all)).ToDictionary(Key);
        return (
            source.Keys.Count(id => !target.ContainsKey(id)),
            source.Count(row => target.TryGetValue(row.Key, out var held) && held != row.Value),
            target.Keys.Count(id => !source.ContainsKey(id)),
            0);

        static string Key(string row) => row[..row.IndexOf('|', StringComparison.Ordinal)];
    }

    private static async Task<string> SumAsync(Func<string, Task<IReadOnlyList<string>>> query) =>
        (await query("SELECT count(*), count(DISTINCT id), sum(hashtextextended(n::text, 0)::numeric) FROM numbers AS n")).Single();

    private async Task<string> TriggerAsync(PlatformProcess platform)
    {
        using var client = Client(platform);
        using var response = await client.PostAsync($"/api/v1/workspaces/{_sync.Workspace}/syncs/{_sync.Id}/trigger", null);
        var body = await response.JsonAsync();
        return body.At("$.id") ?? throw new InvalidOperationException(body.ToJsonString());
    }

    private async Task<bool> IsFinishedAsync(PlatformProcess platform, string run) => (await RunAsync(platform, run)).At("$.completed_at") is not null;

    private Task<JsonNode> EndAsync(PlatformProcess platform, string run) => Eventually.ValueAsync(
        async () => await RunAsync(platform, run) is var body && body.At("$.completed_at") is not null ? body : null, seconds: 180);

    private async Task<JsonNode> RunAsync(PlatformProcess platform, string run)
    {
        using var client = Client(platform);
        using var response = await client.GetAsync($"/api/v1/workspaces/{_sync.Workspace}/syncs/{_sync.Id}/runs/{run}");
        return await response.JsonAsync();
    }

    private HttpClient Client(PlatformProcess platform) => new(new SocketsHttpHandler())
    {
        BaseAddress = platform.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _scenario.Workspace.Key) },
    };

    private static long Number(JsonNode body, string name) => long.Parse(body.At($"$.{name}")!, CultureInfo.InvariantCulture);
}
