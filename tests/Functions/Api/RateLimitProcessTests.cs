using System.Net;
using System.Net.Http.Headers;
using Fixtures;
using FunctionsPlatform.Tests.Syncs;

namespace FunctionsPlatform.Tests.Api;

/// <summary>Limits hold over processes that share nothing but their storage.</summary>
[Collection(nameof(AloneCollection))]
public sealed class RateLimitProcessTests : IDisposable
{
    private const int Limit = 400;
    private const int Processes = 3;
    private const int WorkersEach = 3;
    private const int RequestsEach = 100;

    private readonly string _directory = Directory.CreateTempSubdirectory("limits-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Three_processes_admit_a_plan_in_a_minute_together()
    {
        var settings = await SettingsAsync();
        await using var app = await PlatformApp.StartAsync(settings);
        var workspace = await app.NewWorkspaceAsync(plan: "steady");
        var processes = await Task.WhenAll(Enumerable.Range(0, Processes).Select(i => PlatformProcess.StartAsync(
            new Dictionary<string, string>(settings) { ["Emulator:DataDirectory"] = Path.Combine(_directory, $"durable-{i}") })));
        try
        {
            await FreshMinute.WaitAsync();
            var minute = TimeProvider.System.GetUtcNow().Minute;
            var admitted = await Task.WhenAll(
                from process in processes
                from worker in Enumerable.Range(0, WorkersEach)
                select Task.Run(() => AdmittedAsync(process.Address, workspace.Key)));

            Assert.Equal(minute, TimeProvider.System.GetUtcNow().Minute);
            Assert.InRange(admitted.Sum(), Limit * 0.95, Limit * 1.05);
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }
    }

    private static async Task<int> AdmittedAsync(Uri address, string key)
    {
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var admitted = 0;
        for (var i = 0; i < RequestsEach; i++)
        {
            using var response = await client.GetAsync("/v1/queries?limit=1");
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{response.StatusCode}");
            admitted += response.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        return admitted;
    }

    private async Task<Dictionary<string, string>> SettingsAsync()
    {
        var (storage, prefix) = (await SharedAzurite.ConnectionStringAsync(), SharedAzurite.NewPrefix());
        return new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = storage,
            ["DataStorage"] = storage,
            ["DataStorage:Prefix"] = prefix,
            ["SyncChunkQueue"] = $"{prefix}-sync-chunks",
            ["SyncRunEndedQueue"] = $"{prefix}-sync-runs-ended",
            ["DatasetQueue"] = $"{prefix}-datasets",
            ["WebhookQueue"] = $"{prefix}-webhooks",
            ["ReportQueue"] = $"{prefix}-reports",
            ["Emulator:DataDirectory"] = Path.Combine(_directory, "durable"),
            ["Secrets:KeyFile"] = Path.Combine(_directory, "secrets.key"),
            ["Demo:Enabled"] = "false",
            ["RateLimits:Enabled"] = "true",
            ["RateLimits:Plans:steady:PerMinute"] = $"{Limit}",
            ["RateLimits:StorageTimeout"] = "00:01:00", // a busy machine must not look like storage that is down
            ["Logging:LogLevel:Default"] = "Warning",
        };
    }
}
