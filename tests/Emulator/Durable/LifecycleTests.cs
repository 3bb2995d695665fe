using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Tests.Durable;

public sealed class LifecycleTests : DurableTest
{
    [Fact]
    public async Task An_unhandled_exception_is_the_output_as_plain_text()
    {
        Functions.Orchestrator("Boom", _ => throw new InvalidOperationException("orch boom"));
        await using var host = await StartAsync();

        var end = await host.RunAsync("Boom");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException: orch boom", end.SerializedOutput);
        Assert.Null(end.FailureDetails);
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_scheduled_and_then_fails_with_json()
    {
        await using var host = await StartAsync();

        var end = await host.RunAsync("Nobody");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("Nobody", System.Text.Json.JsonDocument.Parse(end.SerializedOutput!).RootElement.GetProperty("ErrorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_runs_cannot_be_scheduled_and_one_that_finished_starts_anew()
    {
        Functions.Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("E"));
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same"));

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same")));
        await host.Client.RaiseEventAsync(id, "E", 1);
        Assert.Equal(1, (await host.EndOf(id)).ReadOutputAs<int>());

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same"));
        await host.Client.RaiseEventAsync(id, "E", 2);
        Assert.Equal(2, (await host.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Of_many_that_schedule_one_id_at_once_one_wins()
    {
        Functions.Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("E"));
        await using var host = await StartAsync();

        var attempts = Enumerable.Range(0, 8).Select(_ => Record.ExceptionAsync(
            () => host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same"))));
        var failures = await Task.WhenAll(attempts);

        Assert.Equal(7, failures.OfType<OrchestrationAlreadyExistsException>().Count());
    }

    [Fact]
    public async Task The_custom_status_shows_while_running_and_stays()
    {
        Functions
            .Orchestrator("Status", async context =>
            {
                context.SetCustomStatus(new { Step = 1 });
                return await context.WaitForExternalEvent<int>("E");
            })
            .Orchestrator("None", _ => Task.FromResult<object?>(null));
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Status");

        var running = await host.Until(id, i => i.IsRunning);
        await host.Client.RaiseEventAsync(id, "E", 1);
        var end = await host.EndOf(id);

        Assert.Equal("""{"Step":1}""", running.SerializedCustomStatus);
        Assert.Equal("""{"Step":1}""", end.SerializedCustomStatus);
        Assert.Equal("null", (await host.RunAsync("None")).SerializedCustomStatus);
    }

    [Fact]
    public async Task Payloads_come_only_when_asked_for()
    {
        Functions.Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<int>()));
        await using var host = await StartAsync();
        var end = await host.RunAsync("Echo", 5);

        var bare = (await host.Client.GetInstanceAsync(end.InstanceId))!;

        Assert.Null(bare.SerializedInput);
        Assert.Null(bare.SerializedOutput);
        Assert.Null(bare.SerializedCustomStatus);
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_unknown_instance_is_null_and_cannot_be_waited_for()
    {
        await using var host = await StartAsync();

        Assert.Null(await host.Client.GetInstanceAsync("nobody"));
        await Assert.ThrowsAsync<RpcException>(() => host.Client.WaitForInstanceCompletionAsync("nobody"));
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_comes_until_it_resumes()
    {
        Functions.Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("E"));
        string id;
        await using (var host = await StartAsync())
        {
            id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
            await host.Until(id, i => i.IsRunning);
            await host.Client.SuspendInstanceAsync(id, "lunch");
            var suspended = await host.Until(id, i => i.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
            Assert.Equal("lunch", suspended.SerializedOutput);
            await host.Client.RaiseEventAsync(id, "E", 9);
        }

        await using var restarted = await StartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await restarted.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await restarted.Client.ResumeInstanceAsync(id);

        Assert.Equal(9, (await restarted.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_activity_that_ends_during_a_suspension_counts_after_it()
    {
        var go = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        Functions
            .Orchestrator("Work", async context => await context.CallActivityAsync<int>("Slow"))
            .Activity("Slow", async _ =>
            {
                await go.Task;
                ended.SetResult();
                return 3;
            });
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Work");
        await host.Until(id, i => i.IsRunning);
        await host.Client.SuspendInstanceAsync(id);
        await host.Until(id, i => i.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        go.SetResult();
        await ended.Task;

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal(3, (await host.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Termination_ends_the_instance_at_once_and_lets_its_activity_run_out()
    {
        var go = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource<bool>();
        Functions
            .Orchestrator("Work", async context => await context.CallActivityAsync<int>("Slow"))
            .Activity("Slow", async call =>
            {
                await go.Task;
                cancelled.SetResult(call.CancellationToken.IsCancellationRequested);
                return 3;
            });
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Work");
        await host.Until(id, i => i.IsRunning);

        await host.Client.TerminateInstanceAsync(id, new { Why = "enough" });
        var end = await host.EndOf(id);
        go.SetResult();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("""{"Why":"enough"}""", end.SerializedOutput);
        Assert.False(await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<RpcException>(() => host.Client.TerminateInstanceAsync(id));
    }

    [Fact]
    public async Task A_purged_instance_is_gone_and_a_running_one_stays()
    {
        Functions
            .Orchestrator("Quick", _ => Task.FromResult<object?>(null))
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("E"));
        await using var host = await StartAsync();
        var end = await host.RunAsync("Quick");
        var running = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        var purged = await host.Client.PurgeInstanceAsync(end.InstanceId);

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Null(await host.Client.GetInstanceAsync(end.InstanceId));
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync(end.InstanceId)).PurgedInstanceCount);
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync(running)).PurgedInstanceCount);
    }

    [Fact]
    public async Task Many_instances_run_at_once()
    {
        Functions
            .Orchestrator("Twice", async context =>
                await context.CallActivityAsync<int>("Double", context.GetInput<int>()) + await context.WaitForExternalEvent<int>("E"))
            .Activity<int>("Double", i => 2 * i);
        await using var host = await StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", i);
            await host.Client.RaiseEventAsync(id, "E", 1);
            return (await host.EndOf(id)).ReadOutputAs<int>();
        }));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => (2 * i) + 1), results);
    }

    [Fact]
    public async Task An_activity_that_the_stop_of_the_host_cut_short_runs_again()
    {
        var begun = new TaskCompletionSource();
        Functions
            .Orchestrator("Work", async context => await context.CallActivityAsync<int>("Long"))
            .Activity("Long", async call =>
            {
                if (begun.TrySetResult())
                    await Task.Delay(Timeout.Infinite, call.CancellationToken);
                return Functions.Runs["Long"];
            });
        string id;
        await using (var host = await StartAsync())
        {
            id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Work");
            await begun.Task;
        }

        await using var restarted = await StartAsync();
        Assert.Equal(2, (await restarted.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Large_payloads_pass()
    {
        Functions
            .Orchestrator("Large", async context => await context.CallActivityAsync<string>("Echo", context.GetInput<string>()))
            .Activity<string>("Echo", text => text);
        await using var host = await StartAsync();
        var text = new string('x', 2_000_000);

        Assert.Equal(text, (await host.RunAsync("Large", text)).ReadOutputAs<string>());
    }
}
