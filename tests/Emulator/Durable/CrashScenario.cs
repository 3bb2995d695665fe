using Emulator.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Tests.Durable;

/// <summary>An orchestration with something of everything, and what must be true of it however often the engine died on the way.</summary>
internal static class CrashScenario
{
    private const string InstanceId = "main";
    private const int Items = 6;
    private const int Children = 2;
    private const int Rounds = 2;

    /// <summary>What the orchestration returns: every activity, child and event counted once.</summary>
    private const int Total = Rounds * ((Items * (Items + 1)) + (Children * (Children + 1)) + (Children * 7) + 100);

    public static TestFunctions Functions(TimeSpan activityTime)
    {
        var flips = 0;
        return new TestFunctions()
            .Orchestrator("Main", MainAsync)
            .Orchestrator("Child", ChildAsync)
            .Activity("Double", async call =>
            {
                await Task.Delay(activityTime);
                return 2 * call.Input<int>();
            })
            .Activity("Flaky", _ => Interlocked.Increment(ref flips) % 2 == 1 ? throw new TimeoutException() : Task.FromResult<object?>(7));
    }

    /// <summary>Starts the orchestration unless an earlier run did.</summary>
    public static async Task ScheduleAsync(DurableHost host)
    {
        if (await host.Client.GetInstanceAsync(InstanceId) is null)
            await host.Client.ScheduleNewOrchestrationInstanceAsync("Main", new Progress(0, 1), new StartOrchestrationOptions(InstanceId));
    }

    /// <summary>Waits for the end and returns "ok", or what is wrong.</summary>
    public static async Task<string> ResultAsync(DurableHost host)
    {
        var end = await host.EndOf(InstanceId);
        if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed || end.ReadOutputAs<int>() != Total)
            return $"{end.RuntimeStatus} with {end.SerializedOutput} instead of {Total}";

        var instances = host.Store.Read(reader => reader.List(new OrchestrationQuery(), null, 100));
        var problems = instances.SelectMany(i => Problems(i, host.Store.Read(reader => reader.History(i.Id)))).ToList();
        if (instances.Count != 1 + (Rounds * Children))
            problems.Add($"{instances.Count} instances");
        var (messages, activities) = await host.Store.WriteAsync(t => (t.PendingMessages().Count, t.PendingActivities().Count));
        if (messages + activities > 0)
            problems.Add($"{messages} messages and {activities} activities left behind");
        return problems.Count == 0 ? "ok" : string.Join("; ", problems);
    }

    private static async Task<object?> MainAsync(TaskOrchestrationContext context)
    {
        var (total, round) = context.GetInput<Progress>()!;
        total += (await Task.WhenAll(Enumerable.Range(1, Items).Select(i => context.CallActivityAsync<int>("Double", i)))).Sum();
        await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        total += (await Task.WhenAll(Enumerable.Range(1, Children).Select(i => context.CallSubOrchestratorAsync<int>("Child", i)))).Sum();
        total += await context.WaitForExternalEvent<int>("Note");
        if (round < Rounds)
            context.ContinueAsNew(new Progress(total, round + 1));
        return total;
    }

    private static async Task<object?> ChildAsync(TaskOrchestrationContext context)
    {
        var number = context.GetInput<int>();
        await context.CreateTimer(TimeSpan.FromMilliseconds(number), CancellationToken.None);
        if (number == 1)
            context.SendEvent(context.Parent!.InstanceId, "note", 100);
        var patience = new TaskOptions(new RetryPolicy(1000, TimeSpan.FromMilliseconds(1)));
        return await context.CallActivityAsync<int>("Double", number) + await context.CallActivityAsync<int>("Flaky", patience);
    }

    private static IEnumerable<string> Problems(Instance instance, List<HistoryEvent> history)
    {
        if (!instance.IsFinished)
            yield return $"{instance.Id} is {instance.Status}";
        var results = history
            .Where(e => e.Kind is EventKind.TaskCompleted or EventKind.TaskFailed or EventKind.TimerFired or EventKind.SubOrchestrationCompleted)
            .CountBy(e => e.TaskId)
            .ToDictionary();
        foreach (var task in history.Where(e => e.Kind is EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationCreated))
        {
            if (results.GetValueOrDefault(task.TaskId) is not 1 and var count)
                yield return $"{instance.Id} has {count} results of task {task.TaskId} ({task.Kind} {task.Name})";
        }
    }

    private sealed record Progress(int Total, int Round);
}
