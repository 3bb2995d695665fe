using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Tests.Durable;

public sealed class ActivityTests : DurableTest
{
    [Fact]
    public async Task An_activity_receives_its_input_and_gives_its_result()
    {
        Functions
            .Orchestrator("Greet", async context => await context.CallActivityAsync<string>("Hello", context.GetInput<string>()))
            .Activity<string>("Hello", name => $"Hello {name}");
        await using var host = await StartAsync();

        var end = await host.RunAsync("Greet", "Ada");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("Hello Ada", end.ReadOutputAs<string>());
        Assert.Equal("\"Ada\"", end.SerializedInput);
        Assert.Equal("Greet", end.Name);
    }

    [Fact]
    public async Task Payloads_are_written_as_declared_and_read_whatever_their_case()
    {
        Functions.Orchestrator("Order", context => Task.FromResult<object?>(context.GetInput<Order>()! with { Qty = 4 }));
        await using var host = await StartAsync();

        var end = await host.RunAsync("Order", new { sku = "A1", qty = 3 });

        Assert.Equal("""{"Sku":"A1","Qty":4}""", end.SerializedOutput);
    }

    [Fact]
    public async Task A_fan_out_runs_side_by_side_and_keeps_its_order()
    {
        Functions
            .Orchestrator("FanOut", async context =>
                await Task.WhenAll(Enumerable.Range(0, 300).Select(i => context.CallActivityAsync<int>("Square", i))))
            .Activity<int>("Square", i => i * i);
        await using var host = await StartAsync();

        var end = await host.RunAsync("FanOut");

        Assert.Equal(Enumerable.Range(0, 300).Select(i => i * i), end.ReadOutputAs<int[]>());
        Assert.Equal(300, Functions.Runs["Square"]);
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_allowed()
    {
        var running = 0;
        var most = 0;
        Functions
            .Orchestrator("FanOut", async context =>
            {
                await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => context.CallActivityAsync("Busy")));
                return null;
            })
            .Activity("Busy", async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(5);
                Interlocked.Decrement(ref running);
                return null;
            });
        await using var host = await DurableHost.StartAsync(Functions, Options with { MaxConcurrentActivities = 3 });

        await host.RunAsync("FanOut");

        Assert.InRange(most, 2, 3);
    }

    [Fact]
    public async Task A_failing_activity_throws_its_details_into_the_orchestrator()
    {
        TaskFailedException? caught = null;
        Functions
            .Orchestrator("Catch", async context =>
            {
                await context.CallActivityAsync("Fine");
                await context.CallActivityAsync("Fine");
                try
                {
                    await context.CallActivityAsync("Boom");
                }
                catch (TaskFailedException e)
                {
                    caught = e;
                }

                return null;
            })
            .Activity<object?>("Fine", _ => null)
            .Activity("Boom", _ => throw new InvalidOperationException("bad day", new TimeoutException("too late")));
        await using var host = await StartAsync();

        await host.RunAsync("Catch");

        Assert.NotNull(caught);
        Assert.Equal("Task 'Boom' (#2) failed with an unhandled exception: bad day", caught.Message);
        Assert.Equal("Boom", caught.TaskName);
        Assert.Equal(2, caught.TaskId);
        Assert.Equal("System.InvalidOperationException", caught.FailureDetails.ErrorType);
        Assert.Equal("bad day", caught.FailureDetails.ErrorMessage);
        Assert.Equal("System.TimeoutException", caught.FailureDetails.InnerFailure?.ErrorType);
        Assert.True(caught.FailureDetails.IsCausedBy<InvalidOperationException>());
        Assert.True(caught.FailureDetails.IsCausedBy<SystemException>());
        Assert.False(caught.FailureDetails.IsCausedBy<TimeoutException>());
        Assert.Equal("DurableTask.Core.Exceptions.TaskFailedException", caught.InnerException?.GetType().FullName);
    }

    [Fact]
    public async Task An_unhandled_failure_of_an_activity_fails_the_orchestration()
    {
        Functions
            .Orchestrator("Fail", async context => await context.CallActivityAsync<int>("Boom"))
            .Activity("Boom", _ => throw new InvalidOperationException("bad day"));
        await using var host = await StartAsync();

        var end = await host.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException: Task 'Boom' (#0) failed with an unhandled exception: bad day",
            end.SerializedOutput);
    }

    [Fact]
    public async Task An_unknown_activity_fails_its_caller()
    {
        Functions.Orchestrator("Fail", async context => await context.CallActivityAsync<int>("Nobody"));
        await using var host = await StartAsync();

        var end = await host.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("'Nobody' doesn't exist", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_knows_its_instance_and_may_be_left_alone()
    {
        var done = new TaskCompletionSource<string>();
        Functions
            .Orchestrator("Forget", context =>
            {
                _ = context.CallActivityAsync("Late");
                return Task.FromResult<object?>("gone");
            })
            .Activity("Late", call =>
            {
                done.TrySetResult(call.InstanceId);
                return Task.FromResult<object?>(null);
            });
        await using var host = await StartAsync();

        var end = await host.RunAsync("Forget", instanceId: "left-alone");

        Assert.Equal("gone", end.ReadOutputAs<string>());
        Assert.Equal("left-alone", await done.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private sealed record Order(string Sku, int Qty);
}
