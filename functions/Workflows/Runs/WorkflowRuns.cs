using System.Text.Json;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>The runs of workflows: started, watched, decided about, stopped.</summary>
/// <remarks>Starting makes the record; whoever has a Durable client then starts the orchestration, and a sweep does where that failed.</remarks>
public sealed class WorkflowRuns(RunStore store, WorkflowStore workflows, Ids ids, TimeProvider clock)
{
    private const int MostInputBytes = 256 * 1024;
    private const int Deepest = 10;

    /// <param name="id">For a run whose id is fixed beforehand: starting it again is no second run.</param>
    public async Task<Result<WorkflowRun>> StartAsync(Workflow workflow, RunRequest request, RunInput input, CancellationToken cancellationToken, Guid? id = null)
    {
        if (!workflow.IsEnabled && !request.IsDry)
            return WorkflowErrors.Disabled;
        if (request.Depth > Deepest)
            return WorkflowErrors.TooDeep(Deepest);
        if (JsonSerializer.SerializeToUtf8Bytes(input).Length > MostInputBytes)
            return WorkflowErrors.InputTooLarge(MostInputBytes);
        return await KeepAsync(
            new WorkflowRun(id ?? ids.New(), workflow.Id, workflow.Workspace, request, workflow.Version, workflow.VersionId, clock.GetUtcNow()), input, cancellationToken);
    }

    /// <summary>Takes up a run that did not come to its end: the same version, given the same; what succeeded is not done again.</summary>
    public async Task<Result<WorkflowRun>> RerunAsync(WorkspaceId workspace, Guid workflow, Guid runId, CancellationToken cancellationToken)
    {
        var key = new WorkflowRunKey(workspace.Value, workflow, runId);
        if (await store.FindAsync(key, cancellationToken) is not { } before)
            return WorkflowErrors.RunNotFound;
        if (before.State is not (RunState.Failed or RunState.Cancelled))
            return WorkflowErrors.RunNotFailed;
        var request = before.Request with { Trigger = RunTrigger.Manual, RerunOf = before.Id, Parent = null, ParentStep = null };
        var run = new WorkflowRun(ids.New(), workflow, workspace, request, before.Version, before.VersionId, clock.GetUtcNow());
        return await KeepAsync(run, await store.ReadInputAsync(key, cancellationToken), cancellationToken);
    }

    public async Task<Result<WorkflowRun>> GetAsync(WorkspaceId workspace, Guid workflow, Guid run, CancellationToken cancellationToken) =>
        await store.FindAsync(new WorkflowRunKey(workspace.Value, workflow, run), cancellationToken) is { } found ? found : WorkflowErrors.RunNotFound;

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<WorkflowRun>>> ListAsync(WorkspaceId workspace, Guid workflow, int limit, string? cursor, CancellationToken cancellationToken) =>
        await workflows.FindAsync(workspace, workflow, cancellationToken) is null ? WorkflowErrors.NotFound : await store.ListAsync(workflow, limit, cursor, cancellationToken);

    /// <summary>In the order in which they began.</summary>
    public async Task<IReadOnlyList<StepRecord>> StepsOfAsync(WorkflowRun run, int most, CancellationToken cancellationToken) =>
        [.. (await store.ListStepsAsync(run.Id, most, cancellationToken)).Select(step => Seen(run, step))];

    /// <summary>A step with what it was given and what it found.</summary>
    public async Task<Result<(StepRecord Step, StepPapers Papers)>> StepAsync(WorkflowRun run, string path, CancellationToken cancellationToken) =>
        await store.FindStepAsync(run.Id, path, cancellationToken) is { } step
            ? (Seen(run, step), await store.FindPapersAsync(run.Key, step.Path, cancellationToken) ?? new StepPapers(null, null))
            : WorkflowErrors.StepNotFound;

    /// <summary>Ends a run, and those that its steps have started. Steps that are being done come to their end, and nothing comes after them.</summary>
    /// <returns>The runs that were ended, whose orchestrations the caller stops; the run itself first.</returns>
    public async Task<Result<IReadOnlyList<WorkflowRun>>> CancelAsync(WorkflowRunKey key, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(key, cancellationToken) is null)
            return WorkflowErrors.RunNotFound;
        if (await store.ChangeAsync(key, Cancel, cancellationToken) is not { } cancelled)
            return WorkflowErrors.RunFinished;
        List<WorkflowRun> ended = [cancelled];
        foreach (var open in await store.ListOpenAsync(cancellationToken))
        {
            if (await store.FindAsync(open, cancellationToken) is { IsFinished: false } inner && inner.Request.Parent == key
                && (await CancelAsync(open, cancellationToken)).Succeeded(out var more, out _))
                ended.AddRange(more);
        }

        return ended;

        WorkflowRun? Cancel(WorkflowRun run) => run.IsFinished ? null : run with { State = RunState.Cancelled, FinishedAt = clock.GetUtcNow() };
    }

    /// <summary>Ends all runs of a workflow that are under way.</summary>
    /// <returns>The runs that were ended, whose orchestrations the caller stops.</returns>
    public async Task<IReadOnlyList<WorkflowRun>> CancelAllAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var ended = new List<WorkflowRun>();
        foreach (var open in (await store.ListOpenAsync(cancellationToken)).Where(key => key.Workflow == workflow.Id))
        {
            if ((await CancelAsync(open, cancellationToken)).Succeeded(out var cancelled, out _))
                ended.AddRange(cancelled);
        }

        return ended;
    }

    /// <summary>Decides about a step that waits for approval. The same decision again changes nothing.</summary>
    public async Task<Result<StepRecord>> DecideAsync(WorkflowRun run, string path, ApprovalDecision decision, CancellationToken cancellationToken)
    {
        if (await store.FindStepAsync(run.Id, path, cancellationToken) is not { } step)
            return WorkflowErrors.StepNotFound;
        if (step.Decision is { } made && made.IsApproved == decision.IsApproved)
            return step;
        var decided = run.IsFinished ? null : await store.ChangeStepAsync(
            run.Id,
            path,
            current => current is { State: StepState.Waiting, Type: "approval", Decision: null } ? current with { Decision = decision } : null,
            cancellationToken);
        return decided is not null ? decided : WorkflowErrors.NotWaiting;
    }

    /// <summary>Removes all runs of a workflow that is gone.</summary>
    public Task RemoveAllAsync(Guid workflow, CancellationToken cancellationToken) => store.RemoveAllAsync(workflow, cancellationToken);

    // Nothing goes on in a run that is finished.
    private static StepRecord Seen(WorkflowRun run, StepRecord step) => run.IsFinished && !step.IsOver ? step with { State = StepState.Cancelled } : step;

    private async Task<Result<WorkflowRun>> KeepAsync(WorkflowRun run, RunInput input, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(run.Key, cancellationToken) is { } known)
            return known;
        // Listed as open first: what a process leaves unstarted is found by that.
        await store.OpenAsync(run.Key, cancellationToken);
        await store.WriteInputAsync(run.Key, input, cancellationToken);
        return await store.TryAddAsync(run, cancellationToken) ? run : await store.FindAsync(run.Key, cancellationToken) is { } first ? first : WorkflowErrors.RunNotFound;
    }
}
