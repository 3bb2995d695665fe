using System.Collections.Concurrent;
using System.Text.Json;
using Emulator.Durable;
using Microsoft.DurableTask;

namespace Emulator.Tests.Durable;

/// <summary>Functions as lambdas by name.</summary>
internal sealed class TestFunctions : IDurableFunctions
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<string, Func<ActivityCall, Task<object?>>> _activities = [];

    /// <summary>How often each activity was begun.</summary>
    public ConcurrentDictionary<string, int> Runs { get; } = new();

    public TestFunctions Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code)
    {
        _orchestrators[name] = code;
        return this;
    }

    public TestFunctions Activity<T>(string name, Func<T, object?> code) => Activity(name, call => Task.FromResult(code(call.Input<T>())));

    public TestFunctions Activity(string name, Func<ActivityCall, Task<object?>> code)
    {
        _activities[name] = code;
        return this;
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => _orchestrators[name](context);

    public Task<object?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken cancellationToken)
    {
        Runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
        return _activities[name](new ActivityCall(instanceId, inputJson, cancellationToken));
    }
}

internal sealed record ActivityCall(string InstanceId, string? Json, CancellationToken CancellationToken)
{
    public T Input<T>() => Json is null ? default! : JsonSerializer.Deserialize<T>(Json)!;
}
