using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Webhooks;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Workflows;

/// <summary>Starts the workflows that wait for something to happen. Their orchestrations are started by the next timer.</summary>
public sealed class WorkflowListener(WorkflowStore store, WorkflowRuns runs, RunStore kept, TimeProvider clock) : IEventListener
{
    private readonly TimedCache<WorkspaceId, IReadOnlyList<Workflow>> _waiting = new(TimeSpan.FromSeconds(15), clock, capacity: 10_000);

    public async ValueTask<bool> WantsAsync(WorkspaceId workspace, IReadOnlyCollection<string> types, CancellationToken cancellationToken) =>
        (await WaitingAsync(workspace, cancellationToken)).Any(workflow => types.Contains(((WorkflowTrigger.Happening)workflow.Trigger).Event));

    public async Task HearAsync(WorkspaceId workspace, WebhookEvent happened, CancellationToken cancellationToken)
    {
        foreach (var workflow in await WaitingAsync(workspace, cancellationToken))
        {
            if (!IsMeant((WorkflowTrigger.Happening)workflow.Trigger, happened.Type, RunValues.ToElement(happened.Data)))
                continue;
            var id = Ids.Derive(happened.OccurredAt, [.. workflow.Id.ToByteArray(), .. happened.Id.ToByteArray()]);
            var told = new JsonObject { ["type"] = happened.Type, ["occurred_at"] = happened.OccurredAt, ["data"] = happened.Data.DeepClone() };
            var input = new RunInput(Event: RunValues.ToElement(told));
            if ((await runs.StartAsync(workflow, new RunRequest(RunTrigger.Event), input, cancellationToken, id)).Succeeded(out var run, out _) && run.State == RunState.Queued)
                await kept.LeaveAsync(run.Key, cancellationToken);
        }
    }

    /// <summary>Looks up anew which workflows wait.</summary>
    public void Forget(WorkspaceId workspace) => _waiting.Remove(workspace);

    private static bool IsMeant(WorkflowTrigger.Happening trigger, string type, JsonElement data) => trigger.Event == type && trigger.Filter.All(
        wanted => data.TryGetProperty(wanted.Key, out var value) && value.ToString().Equals(wanted.Value, StringComparison.OrdinalIgnoreCase));

    private async ValueTask<IReadOnlyList<Workflow>> WaitingAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        (await _waiting.GetAsync(workspace, () => ReadAsync(workspace, cancellationToken)))!;

    private async Task<IReadOnlyList<Workflow>?> ReadAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(workspace, Workflows.Most, null, cancellationToken)).Value.Items.Where(workflow => workflow is { IsEnabled: true, Trigger: WorkflowTrigger.Happening })];
}
