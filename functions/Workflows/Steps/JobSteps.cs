using System.Text.Json.Nodes;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Workflows.Runs;
using RunRequest = FunctionsPlatform.Workflows.Runs.RunRequest;
using RunState = FunctionsPlatform.Workflows.Runs.RunState;
using RunTrigger = FunctionsPlatform.Workflows.Runs.RunTrigger;

namespace FunctionsPlatform.Workflows.Steps;

/// <summary>Steps that start something elsewhere and wait for its end.</summary>
public sealed class JobSteps(SyncRuns syncs, Datasets.Datasets datasets, WorkflowRuns runs, WorkflowStore workflows)
{
    /// <returns>The job. It has the same id when it is started again.</returns>
    internal async Task<Result<Guid>> StartAsync(StepScope scope, int attempt, CancellationToken cancellationToken)
    {
        var (workspace, job) = (scope.Run.Workspace, scope.JobId(attempt));
        switch (scope.Step.Work)
        {
            case StepWork.Sync work:
                var request = new Syncs.Runs.RunRequest(Trigger: Syncs.Runs.RunTrigger.Api);
                return (await syncs.StartAsync(workspace, work.SyncId, request, cancellationToken, job)).Succeeded(out var run, out var refusal) ? run.Id : refusal;
            case StepWork.RefreshDataset work:
                var refreshed = await datasets.RefreshAsync(workspace, work.DatasetId, cancellationToken);
                // One that is being imported already is refreshed by that.
                if (!refreshed.Succeeded(out var dataset, out refusal)
                    && (refusal != DatasetErrors.Busy || !(await datasets.GetAsync(workspace, work.DatasetId, cancellationToken)).Succeeded(out dataset, out refusal)))
                    return refusal;
                return dataset.Import?.Id ?? Guid.Empty;
            case StepWork.SubWorkflow work:
                return await StartAsync(work, scope, job, cancellationToken);
            default:
                throw new ArgumentException($"A step of type {scope.Step.Work.Word} starts no job.", nameof(scope));
        }
    }

    /// <returns>What came of a job; null while it is under way.</returns>
    internal async Task<Result<StepOutput>?> FindEndAsync(StepScope scope, Guid job, CancellationToken cancellationToken)
    {
        var workspace = scope.Run.Workspace;
        switch (scope.Step.Work)
        {
            case StepWork.Sync work:
                if (!(await syncs.GetAsync(workspace, work.SyncId, job, cancellationToken)).Succeeded(out var run, out var refusal))
                    return refusal;
                return run switch
                {
                    { IsFinished: false } => null,
                    { State: Syncs.Runs.RunState.Succeeded } => Output(run.Counts),
                    _ => WorkflowErrors.SyncFailed(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(run.State.ToString())),
                };
            case StepWork.RefreshDataset work:
                if (!(await datasets.GetAsync(workspace, work.DatasetId, cancellationToken)).Succeeded(out var dataset, out refusal))
                    return refusal;
                if (dataset.Import?.Id == job)
                    return null;
                return dataset.Status == DatasetStatus.Failed
                    ? WorkflowErrors.RefreshFailed
                    : new StepOutput(Values: RunValues.ToElement(new JsonObject { ["version"] = dataset.Current?.Number, ["row_count"] = dataset.Current?.RowCount }));
            case StepWork.SubWorkflow work:
                if (!(await runs.GetAsync(workspace, work.WorkflowId, job, cancellationToken)).Succeeded(out var inner, out refusal))
                    return refusal;
                var id = new StepOutput(Values: RunValues.ToElement(new JsonObject { ["run_id"] = WorkflowRun.PublicId.Format(job) }));
                return inner switch
                {
                    { IsFinished: false } => null,
                    { State: RunState.Completed } => id,
                    _ => WorkflowErrors.SubRunFailed(inner.State.ToString().ToLowerInvariant()),
                };
            default:
                throw new ArgumentException($"A step of type {scope.Step.Work.Word} starts no job.", nameof(scope));
        }
    }

    private async Task<Result<Guid>> StartAsync(StepWork.SubWorkflow work, StepScope scope, Guid job, CancellationToken cancellationToken)
    {
        if (await workflows.FindAsync(scope.Run.Workspace, work.WorkflowId, cancellationToken) is not { } other)
            return WorkflowErrors.NotFound;
        var input = new JsonObject();
        foreach (var (name, template) in work.Input)
            input[name] = await scope.RenderAsync(template, cancellationToken);
        scope.Input["input"] = input.DeepClone();
        var request = new RunRequest(RunTrigger.Workflow) { Parent = scope.Run.Key, ParentStep = scope.Path, Depth = scope.Run.Request.Depth + 1 };
        return (await runs.StartAsync(other, request, new RunInput(RunValues.ToElement(input)), cancellationToken, job)).Succeeded(out var run, out var refusal)
            ? run.Id
            : refusal;
    }

    private static StepOutput Output(RunCounts counts) => new(Values: RunValues.ToElement(new JsonObject
    {
        ["read"] = counts.Read,
        ["added"] = counts.Added,
        ["changed"] = counts.Changed,
        ["removed"] = counts.Removed,
        ["unchanged"] = counts.Unchanged,
    }));
}
