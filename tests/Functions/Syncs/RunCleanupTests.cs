using Fixtures;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>What is left of runs and syncs when the timer has cleaned up.</summary>
public sealed class RunCleanupTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private static readonly string[] Source = ["CREATE TABLE customers (id int PRIMARY KEY, name text)", "INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob')"];

    private static readonly string[] Target = ["CREATE TABLE people (id int PRIMARY KEY, name text)"];

    [Fact]
    public async Task An_old_run_goes_and_what_the_sync_compares_with_stays()
    {
        var (scenario, sync) = await SyncedAsync();

        await CleanAsync(daysLater: 40);
        var next = await scenario.RunAsync(sync);

        Assert.Equal(next.Id, Assert.Single(await RunsAsync(scenario, sync)).Id);
        Assert.Equal((RunState.Succeeded, 2L), (next.State, next.Counts.Unchanged));
    }

    [Fact]
    public async Task A_deleted_sync_keeps_its_runs_for_as_long_as_others_and_then_leaves_nothing()
    {
        var (scenario, sync) = await SyncedAsync();
        await scenario.Syncs.DeleteAsync(sync.Workspace, sync.Id, CancellationToken.None);

        await CleanAsync(daysLater: 1);
        Assert.NotEmpty(await BlobsAsync(sync));
        Assert.Single(await RunsAsync(scenario, sync));

        await CleanAsync(daysLater: 40);
        Assert.Empty(await BlobsAsync(sync));
        Assert.Empty(await RunsAsync(scenario, sync));
        Assert.DoesNotContain(sync.Id, await StoredSyncsAsync());
    }

    private async Task<(SyncScenario Scenario, Sync Sync)> SyncedAsync()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, Target);
        var sync = await scenario.SyncAsync("SELECT id, name FROM customers", "public.people");
        Assert.Equal(RunState.Succeeded, (await scenario.RunAsync(sync)).State);
        Assert.NotEmpty(await BlobsAsync(sync));
        return (scenario, sync);
    }

    private Task CleanAsync(int daysLater)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(daysLater));
        return ActivatorUtilities.CreateInstance<RunCleanup>(platform.App.Services, clock).RunAsync(CancellationToken.None);
    }

    private static async Task<IReadOnlyList<SyncRun>> RunsAsync(SyncScenario scenario, Sync sync) =>
        await ToListAsync(scenario.App.Services.GetRequiredService<SyncRunStore>().ListOlderAsync(sync.Workspace, sync.Id, DateTimeOffset.MaxValue, CancellationToken.None));

    private async Task<IEnumerable<Guid>> StoredSyncsAsync() =>
        (await ToListAsync(platform.App.Services.GetRequiredService<SyncStore>().ListEverythingAsync(CancellationToken.None))).Select(stored => stored.Sync.Id);

    private async Task<IReadOnlyList<string>> BlobsAsync(Sync sync)
    {
        var container = await platform.App.Services.GetRequiredService<PlatformStorage>().ContainerAsync("syncs", CancellationToken.None);
        return [.. (await ToListAsync(container.GetBlobsAsync())).Select(blob => blob.Name).Where(name => name.Contains($"{sync.Id:N}", StringComparison.Ordinal))];
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}
