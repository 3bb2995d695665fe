using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Tests.Durable;

public sealed class DeterminismTests : DurableTest
{
    private const string Stray =
        "System.InvalidOperationException: An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable "
        + "tasks in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    [Fact]
    public async Task Code_that_now_calls_another_activity_fails_the_instance()
    {
        var end = await RunChangedAsync(
            async context => await context.CallActivityAsync<int>("ActA"),
            async context => await context.CallActivityAsync<int>("ActB"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.StartsWith(
            "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException: Non-Deterministic workflow detected: "
            + "A previous execution of this orchestration scheduled an activity task with sequence number 0 named 'ActA', "
            + "but the current orchestration replay instead scheduled an activity task named 'ActB'",
            end.SerializedOutput,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_now_sets_a_timer_instead_fails_the_instance()
    {
        var end = await RunChangedAsync(
            async context => await context.CallActivityAsync<int>("ActA"),
            async context =>
            {
                await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                return null;
            });

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("instead produced a CreateTimerOrchestratorAction action", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_now_calls_nothing_fails_the_instance()
    {
        var end = await RunChangedAsync(
            async context => await context.CallActivityAsync<int>("ActA"),
            _ => Task.FromResult<object?>(null));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("hasn't (yet?) scheduled this task", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Awaiting_something_else_fails_the_instance_at_once()
    {
        Functions.Orchestrator("Delay", async _ =>
        {
            await Task.Delay(TimeSpan.FromDays(1));
            return null;
        });
        await using var host = await StartAsync();

        var end = await host.RunAsync("Delay");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(Stray, end.SerializedOutput);
    }

    [Fact]
    public async Task Awaiting_something_else_beside_an_activity_fails_the_instance_too()
    {
        Functions
            .Orchestrator("Delay", async context =>
            {
                var never = context.WaitForExternalEvent<int>("never");
                await Task.Delay(100);
                return await never;
            });
        await using var host = await StartAsync();

        Assert.Equal(Stray, (await host.RunAsync("Delay")).SerializedOutput);
    }

    [Fact]
    public async Task Using_the_context_from_another_thread_fails_the_instance()
    {
        Functions
            .Orchestrator("Thread", async context =>
            {
                var never = context.WaitForExternalEvent<int>("never");
                await Task.Delay(100).ConfigureAwait(false);
                await context.CallActivityAsync("Any");
                return await never;
            });
        await using var host = await StartAsync();

        Assert.Equal(Stray, (await host.RunAsync("Thread")).SerializedOutput);
    }

    [Fact]
    public async Task Continuations_and_yields_stay_on_the_orchestrators_thread()
    {
        Functions
            .Orchestrator("Fine", async context =>
            {
                var doubled = context.CallActivityAsync<int>("One").ContinueWith(
                    async one => 2 * await one + await context.CallActivityAsync<int>("One"), TaskScheduler.Current).Unwrap();
                await Task.Yield();
                return await doubled;
            })
            .Activity<object?>("One", _ => 1);
        await using var host = await StartAsync();

        Assert.Equal(3, (await host.RunAsync("Fine")).ReadOutputAs<int>());
    }

    private async Task<OrchestrationMetadata> RunChangedAsync(
        Func<TaskOrchestrationContext, Task<object?>> before, Func<TaskOrchestrationContext, Task<object?>> after)
    {
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Functions
            .Orchestrator("Changing", before)
            .Activity("ActA", async _ =>
            {
                started.TrySetResult();
                await go.Task;
                return 1;
            });
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Changing");
        await started.Task;
        Functions.Orchestrator("Changing", after);
        go.SetResult();
        return await host.EndOf(id);
    }
}
