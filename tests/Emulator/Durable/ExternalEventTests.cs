using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Emulator.Tests.Durable;

public sealed class ExternalEventTests : DurableTest
{
    [Fact]
    public async Task An_event_that_came_early_is_kept_and_its_name_matches_whatever_its_case()
    {
        Functions.Orchestrator("Wait", async context =>
        {
            await context.CallActivityAsync("Slow");
            return await context.WaitForExternalEvent<int>("Approved");
        });
        var raised = new TaskCompletionSource();
        Functions.Activity("Slow", async _ =>
        {
            await raised.Task;
            return null;
        });
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await host.Client.RaiseEventAsync(id, "other", 1);
        await host.Client.RaiseEventAsync(id, "approved", 7);
        raised.SetResult();

        Assert.Equal(7, (await host.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Waits_one_after_the_other_get_events_in_order()
    {
        Functions.Orchestrator("Wait", async context =>
            new[] { await context.WaitForExternalEvent<int>("E"), await context.WaitForExternalEvent<int>("E") });

        Assert.Equal((int[])[1, 2], await RunWithTwoEventsAsync());
    }

    [Fact]
    public async Task Of_two_waits_open_at_once_the_later_gets_the_first_event()
    {
        Functions.Orchestrator("Wait", async context =>
        {
            var first = context.WaitForExternalEvent<int>("E");
            var second = context.WaitForExternalEvent<int>("E");
            return await Task.WhenAll(first, second);
        });

        Assert.Equal((int[])[2, 1], await RunWithTwoEventsAsync());
    }

    [Fact]
    public async Task A_wait_that_runs_out_of_time_is_cancelled()
    {
        var clock = new FakeTimeProvider();
        Functions.Orchestrator("Wait", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<int>("E", TimeSpan.FromMinutes(5));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        });
        await using var host = await StartAsync(clock);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.Until(id, i => i.IsRunning);

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("too late", (await host.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_time_to_spare_gets_its_event()
    {
        Functions.Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("E", TimeSpan.FromDays(5)));
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.Until(id, i => i.IsRunning);

        await host.Client.RaiseEventAsync(id, "E", 3);

        Assert.Equal(3, (await host.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Orchestrations_send_each_other_events()
    {
        Functions
            .Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("Note"))
            .Orchestrator("Tell", context =>
            {
                context.SendEvent("listener", "note", "hi");
                return Task.FromResult<object?>(null);
            });
        await using var host = await StartAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", new StartOrchestrationOptions("listener"));

        await host.RunAsync("Tell");

        Assert.Equal("hi", (await host.EndOf("listener")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Raising_an_event_fails_for_an_unknown_and_for_a_finished_instance()
    {
        Functions.Orchestrator("Quick", _ => Task.FromResult<object?>(null));
        await using var host = await StartAsync();
        var end = await host.RunAsync("Quick");

        var unknown = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => host.Client.RaiseEventAsync("nobody", "E"));
        var finished = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => host.Client.RaiseEventAsync(end.InstanceId, "E"));

        Assert.Equal(Grpc.Core.StatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, finished.StatusCode);
        Assert.Contains("is not running", finished.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continuing_as_new_keeps_the_id_and_the_events_that_were_not_taken()
    {
        Functions.Orchestrator("Collect", async context =>
        {
            var soFar = context.GetInput<List<int>>() ?? [];
            if (soFar.Count == 0)
                await context.WaitForExternalEvent<bool>("Go");
            soFar.Add(await context.WaitForExternalEvent<int>("E"));
            if (soFar.Count < 5)
                context.ContinueAsNew(soFar);
            return soFar;
        });
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Collect");
        for (var i = 1; i <= 5; i++)
            await host.Client.RaiseEventAsync(id, "E", i);
        await host.Client.RaiseEventAsync(id, "Go", true);

        var end = await host.EndOf(id);

        Assert.Equal(id, end.InstanceId);
        Assert.Equal([1, 2, 3, 4, 5], end.ReadOutputAs<int[]>()!.Order());
    }

    [Fact]
    public async Task Continuing_as_new_may_drop_the_events_that_were_not_taken()
    {
        Functions.Orchestrator("Drop", async context =>
        {
            if (context.GetInput<string>() is null)
            {
                await context.WaitForExternalEvent<bool>("Go");
                context.ContinueAsNew("again", preserveUnprocessedEvents: false);
                return null;
            }

            return await context.WaitForExternalEvent<int>("E");
        });
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Drop");
        await host.Client.RaiseEventAsync(id, "E", 1);
        await host.Client.RaiseEventAsync(id, "Go", true);
        await host.Until(id, i => i.SerializedInput == "\"again\"");

        await host.Client.RaiseEventAsync(id, "E", 2);

        Assert.Equal(2, (await host.EndOf(id)).ReadOutputAs<int>());
    }

    private async Task<int[]> RunWithTwoEventsAsync()
    {
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.Until(id, i => i.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync(id, "E", 1);
        await host.Client.RaiseEventAsync(id, "E", 2);
        return (await host.EndOf(id)).ReadOutputAs<int[]>()!;
    }
}
