using Emulator.Hosting;
using Microsoft.DurableTask;

namespace Emulator.Durable;

/// <summary>The orchestrators and activities of the app, as the Durable engine runs them.</summary>
internal sealed class DurableFunctions(FunctionCatalog functions, FunctionRunner runner) : IDurableFunctions
{
    public bool HasOrchestrator(string name) => functions.Find(name, TriggerKind.Orchestration) is not null;

    public bool HasActivity(string name) => functions.Find(name, TriggerKind.Activity) is not null;

    // No continuation may leave the engine's thread: every await on the way to the orchestrator completes in place or resumes where the engine says.
    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) =>
        runner.RunAsync(Find(name, TriggerKind.Orchestration), new OrchestrationTriggerData(context), CancellationToken.None);

    public Task<object?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken cancellationToken) =>
        runner.RunAsync(Find(name, TriggerKind.Activity), new ActivityTriggerData(instanceId, inputJson), cancellationToken);

    private HostedFunction Find(string name, TriggerKind kind) => functions.Find(name, kind)
        ?? throw new InvalidOperationException($"There is no {kind} function named '{name}'.");
}
