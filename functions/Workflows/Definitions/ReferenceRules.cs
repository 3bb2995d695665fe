using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Workflows.Definitions;

/// <summary>Whether what a workflow names is there, in its own workspace, and whether workflows would start each other in a circle.</summary>
public sealed class ReferenceRules(
    WorkflowStore store,
    Connections.Connections connections,
    Questions.Questions questions,
    Datasets.Datasets datasets,
    Syncs.Syncs syncs,
    Destinations.Destinations destinations,
    Predictions.Predictions predictions)
{
    private const int MostLookedThrough = 100;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(WorkspaceId workspace, Guid workflow, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var mistakes = new List<FieldError>();
        foreach (var (path, step) in Placed(definition.Steps, "$.steps").Concat(Placed(definition.Actions, "$.actions")))
        {
            if (await CheckAsync(workspace, workflow, step.Work, cancellationToken) is { } mistake)
                mistakes.Add(mistake with { Path = $"{path}.{mistake.Path}" });
        }

        return mistakes;
    }

    private async Task<FieldError?> CheckAsync(WorkspaceId workspace, Guid workflow, StepWork work, CancellationToken cancellationToken) => work switch
    {
        StepWork.Question question => Mistake("connection_id", await connections.GetAsync(workspace, question.ConnectionId, cancellationToken)),
        StepWork.SavedQuery query => Mistake("query_id", await questions.GetAsync(workspace, query.QueryId, cancellationToken))
            ?? ((await questions.GetAsync(workspace, query.QueryId, cancellationToken)).Value.State == QuestionState.Completed
                ? null
                : new FieldError("query_id", "This query was never answered, so it has no SQL to run.")),
        StepWork.Sql sql => await CheckSqlAsync(workspace, sql, cancellationToken),
        StepWork.Predict predict => Mistake("model_id", await predictions.GetAsync(workspace, predict.ModelId, cancellationToken)),
        StepWork.WriteRows write => Mistake("destination_id", await destinations.GetAsync(workspace, write.DestinationId, cancellationToken)),
        StepWork.RefreshDataset refresh => Mistake("dataset_id", await datasets.GetAsync(workspace, refresh.DatasetId, cancellationToken)),
        StepWork.Sync sync => Mistake("sync_id", await syncs.GetAsync(workspace, sync.SyncId, cancellationToken)),
        StepWork.SubWorkflow other => await CheckOtherAsync(workspace, workflow, other.WorkflowId, cancellationToken),
        _ => null,
    };

    private async Task<FieldError?> CheckSqlAsync(WorkspaceId workspace, StepWork.Sql sql, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(workspace, sql.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return new FieldError("connection_id", missing.Message);
        return SqlTemplate.Parse(sql.Statement).Template?.Check(open.Connector.Dialect) is { } refused ? new FieldError("sql", refused.Message) : null;
    }

    private async Task<FieldError?> CheckOtherAsync(WorkspaceId workspace, Guid workflow, Guid other, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Guid>();
        var next = new Queue<Guid>([other]);
        while (next.TryDequeue(out var current) && seen.Count < MostLookedThrough)
        {
            if (current == workflow)
                return new FieldError("workflow_id", "The workflow would start itself, directly or by way of others.");
            if (!seen.Add(current))
                continue;
            if (await store.FindAsync(workspace, current, cancellationToken) is not { } found)
            {
                if (current == other)
                    return new FieldError("workflow_id", WorkflowErrors.NotFound.Message);
                continue;
            }

            var version = await store.FindVersionAsync(workspace, current, found.VersionId, cancellationToken);
            foreach (var started in version?.Definition.All.Select(step => step.Work).OfType<StepWork.SubWorkflow>() ?? [])
                next.Enqueue(started.WorkflowId);
        }

        return null;
    }

    private static FieldError? Mistake<T>(string field, Result<T> found) => found.Succeeded(out _, out var missing) ? null : new FieldError(field, missing.Message);

    private static IEnumerable<(string Path, WorkflowStep Step)> Placed(IReadOnlyList<WorkflowStep> steps, string path) => steps.Index().SelectMany(entry =>
        entry.Item.Work.Parts.SelectMany(part => Placed(part.Steps, $"{path}[{entry.Index}].{part.Field}")).Prepend(($"{path}[{entry.Index}]", entry.Item)));
}
