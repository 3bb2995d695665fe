using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Tests.Durable;

public sealed class SubOrchestrationTests : DurableTest
{
    [Fact]
    public async Task A_child_gets_its_input_and_id_and_knows_its_parent()
    {
        Functions
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", 5, new SubOrchestrationOptions(instanceId: "the-child")))
            .Orchestrator("Child", context => Task.FromResult<object?>(
                $"{context.InstanceId} {context.GetInput<int>()} {context.Parent!.Name} {context.Parent.InstanceId}"));
        await using var host = await StartAsync();

        var end = await host.RunAsync("Parent", instanceId: "the-parent");

        Assert.Equal("the-child 5 Parent the-parent", end.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Client.GetInstanceAsync("the-child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task A_childs_failure_reaches_the_parent_with_what_caused_it()
    {
        TaskFailedException? caught = null;
        Functions
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                }
                catch (TaskFailedException e)
                {
                    caught = e;
                }

                return null;
            })
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Boom"))
            .Activity("Boom", _ => throw new InvalidOperationException("deep"));
        await using var host = await StartAsync();

        await host.RunAsync("Parent");

        Assert.NotNull(caught);
        Assert.Equal("Child", caught.TaskName);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", caught.FailureDetails.ErrorType);
        Assert.Equal("System.InvalidOperationException", caught.FailureDetails.InnerFailure?.ErrorType);
    }

    [Fact]
    public async Task Many_children_run_side_by_side()
    {
        Functions
            .Orchestrator("Parent", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 30).Select(i => context.CallSubOrchestratorAsync<int>("Child", i)))).Sum())
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Echo", context.GetInput<int>()))
            .Activity<int>("Echo", i => i);
        await using var host = await StartAsync();

        Assert.Equal(465, (await host.RunAsync("Parent")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_child_that_is_terminated_fails_its_parents_await()
    {
        Functions
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("never"));
        await using var host = await StartAsync();
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await host.Until("child", i => i.IsRunning);

        await host.Client.TerminateInstanceAsync("child", "enough");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.EndOf(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_child_whose_id_is_running_already_fails_its_parents_await()
    {
        Functions
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Waiting", options: new SubOrchestrationOptions(instanceId: "taken")))
            .Orchestrator("Waiting", async context => await context.WaitForExternalEvent<string>("E"));
        await using var host = await StartAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("taken"));

        var end = await host.RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("'taken' is running already", end.SerializedOutput, StringComparison.Ordinal);
        Assert.False((await host.Client.GetInstanceAsync("taken"))!.IsCompleted);
    }
}
