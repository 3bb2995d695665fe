using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Emulator.Tests.Durable;

public sealed class QueryTests : DurableTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Instances_come_in_pages_that_can_be_continued()
    {
        await using var host = await StartWithFiveAsync();

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "q-", PageSize: 2)).AsPages())
            pages.Add(page);
        var rest = await Ids(host, new OrchestrationQuery(InstanceIdPrefix: "q-", ContinuationToken: pages[0].ContinuationToken));

        Assert.Equal([2, 2], pages.Select(p => p.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(["q-3", "q-4"], rest);
    }

    [Fact]
    public async Task Filters_choose_by_status_time_and_hub()
    {
        await using var host = await StartWithFiveAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("waiting"));
        await host.Until("waiting", i => i.IsRunning);
        var third = (await host.Client.GetInstanceAsync("q-3"))!.CreatedAt;

        Assert.Equal(["waiting"], await Ids(host, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["q-3", "q-4", "waiting", "x-5"], await Ids(host, new OrchestrationQuery(CreatedFrom: third)));
        Assert.Equal(["q-1", "q-2", "q-3"], await Ids(host, new OrchestrationQuery(CreatedTo: third)));
        Assert.Equal(6, (await Ids(host, new OrchestrationQuery(TaskHubNames: ["tests"]))).Count);
        Assert.Empty(await Ids(host, new OrchestrationQuery(TaskHubNames: ["other"])));
    }

    [Fact]
    public async Task Nothing_found_is_one_empty_page()
    {
        await using var host = await StartWithFiveAsync();
        var future = _clock.GetUtcNow().AddYears(1);

        var pages = 0;
        await foreach (var page in host.Client.GetAllInstancesAsync(new OrchestrationQuery(CreatedFrom: future)).AsPages())
        {
            Assert.Empty(page.Values);
            pages++;
        }

        Assert.Equal(1, pages);
    }

    [Fact]
    public async Task Outputs_are_sent_unasked_but_read_only_when_asked_for()
    {
        await using var host = await StartWithFiveAsync();

        await foreach (var instance in host.Client.GetAllInstancesAsync())
        {
            Assert.Equal("\"done\"", instance.SerializedOutput);
            Assert.Throws<InvalidOperationException>(() => instance.ReadOutputAs<string>());
        }

        await foreach (var instance in host.Client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)))
            Assert.Equal("done", instance.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_purge_takes_the_finished_ones_of_its_time_and_status()
    {
        await using var host = await StartWithFiveAsync();
        var third = (await host.Client.GetInstanceAsync("q-3"))!.CreatedAt;

        var none = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]));
        var some = await host.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: third, Statuses: [OrchestrationRuntimeStatus.Completed]));

        Assert.Equal(0, none.PurgedInstanceCount);
        Assert.Equal(3, some.PurgedInstanceCount);
        Assert.Null(some.IsComplete);
        Assert.Equal(["q-4", "x-5"], await Ids(host, new OrchestrationQuery()));
    }

    private static async Task<List<string>> Ids(DurableHost host, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var instance in host.Client.GetAllInstancesAsync(query))
            ids.Add(instance.InstanceId);
        return ids;
    }

    private async Task<DurableHost> StartWithFiveAsync()
    {
        Functions
            .Orchestrator("Quick", _ => Task.FromResult<object?>("done"))
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("E"));
        var host = await StartAsync(_clock);
        foreach (var id in (string[])["q-1", "q-2", "q-3", "q-4", "x-5"])
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await host.RunAsync("Quick", instanceId: id);
        }

        return host;
    }
}
