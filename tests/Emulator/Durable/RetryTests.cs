using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Tests.Durable;

public sealed class RetryTests : DurableTest
{
    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 1)]
    public async Task A_policy_asks_whether_the_failure_is_worth_another_attempt(bool handled, int attempts)
    {
        Functions.Activity("Boom", _ => throw new InvalidOperationException("no"));

        var end = await RunAsync(new RetryPolicy(4, TimeSpan.FromMilliseconds(1))
        {
            HandleFailure = failure => handled && failure.IsCausedBy<InvalidOperationException>(),
        });

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.StartsWith("Microsoft.DurableTask.TaskFailedException: Task 'Boom'", end.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(attempts, Functions.Runs["Boom"]);
    }

    [Fact]
    public async Task A_later_attempt_may_succeed()
    {
        Functions.Activity("Boom", _ => Functions.Runs["Boom"] < 3 ? throw new TimeoutException() : Task.FromResult<object?>(7));

        var end = await RunAsync(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)));

        Assert.Equal(7, end.ReadOutputAs<int>());
        Assert.Equal(3, Functions.Runs["Boom"]);
    }

    [Fact]
    public async Task Delays_grow_by_the_factor_up_to_the_maximum()
    {
        var attempts = new List<DateTime>();
        Functions
            .Orchestrator("Patient", async context =>
            {
                var policy = new RetryPolicy(
                    5, TimeSpan.FromMilliseconds(20), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMilliseconds(50));
                await context.CallActivityAsync("Boom", TaskOptions.FromRetryPolicy(policy));
                return null;
            })
            .Activity("Boom", _ =>
            {
                attempts.Add(TimeProvider.System.GetUtcNow().UtcDateTime);
                throw new TimeoutException();
            });
        await using var host = await StartAsync();

        await host.RunAsync("Patient");

        var gaps = attempts.Zip(attempts.Skip(1), (a, b) => (b - a).TotalMilliseconds).ToList();
        Assert.Equal(4, gaps.Count);
        Assert.All(gaps.Zip([20, 40, 50, 50]), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 500));
    }

    [Fact]
    public async Task A_handler_decides_with_the_attempt_and_the_failure_at_hand()
    {
        var numbers = new List<int>();
        Functions.Activity("Boom", _ => throw new InvalidOperationException("no"));

        var end = await RunAsync((RetryHandler)(retry =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
                numbers.Add(retry.LastAttemptNumber);
            return retry.LastFailure.ErrorMessage == "no" && retry.LastAttemptNumber < 3;
        }));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal(3, Functions.Runs["Boom"]);
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_under_its_id()
    {
        var ids = new List<string>();
        Functions
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)), "child-1")))
            .Orchestrator("Child", context =>
            {
                ids.Add(context.InstanceId);
                return ids.Count < 3 ? throw new TimeoutException() : Task.FromResult<object?>("ok");
            });
        await using var host = await StartAsync();

        var end = await host.RunAsync("Parent");

        Assert.Equal("ok", end.ReadOutputAs<string>());
        Assert.Equal(["child-1", "child-1", "child-1"], ids);
    }

    private async Task<OrchestrationMetadata> RunAsync(TaskRetryOptions retry)
    {
        Functions.Orchestrator("Try", async context => await context.CallActivityAsync<int>("Boom", new TaskOptions(retry)));
        await using var host = await StartAsync();
        return await host.RunAsync("Try");
    }
}
