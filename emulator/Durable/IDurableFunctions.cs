using Microsoft.DurableTask;

namespace Emulator.Durable;

/// <summary>What the Durable engine needs of the function host: run a function by its name, through worker middleware and in a scope of its own.</summary>
internal interface IDurableFunctions
{
    bool HasOrchestrator(string name);

    bool HasActivity(string name);

    /// <summary>Runs (or replays) an orchestrator once over the given context and returns what it returned.</summary>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity with its JSON input. Exceptions of the function come out unchanged.</summary>
    Task<object?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken cancellationToken);
}
