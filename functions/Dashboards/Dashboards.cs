using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Dashboards;

/// <summary>The dashboards of workspaces: kept, changed, removed. <see cref="DashboardReader"/> reads their data.</summary>
public sealed class Dashboards(
    DashboardStore store,
    DashboardFiles files,
    DashboardShares shares,
    DashboardReports reports,
    DashboardSnapshots snapshots,
    Questions.Questions questions,
    DatasetQueries datasets,
    Predictions.Predictions predictions,
    Ids ids,
    TimeProvider clock)
{
    /// <summary>Most dashboards of one workspace.</summary>
    public const int Most = 1_000;

    public Task<Result<Page<Dashboard>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Dashboard>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } dashboard ? dashboard : DashboardErrors.NotFound;

    /// <param name="id">For a dashboard whose id is fixed beforehand; it then replaces one of that id.</param>
    public async Task<Result<Dashboard>> CreateAsync(WorkspaceId workspace, NewDashboard request, CancellationToken cancellationToken, Guid? id = null)
    {
        if (id is null && (await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return DashboardErrors.TooMany(Most);
        var dashboard = new Dashboard(id ?? ids.New(), workspace, request.Name, clock.GetUtcNow())
        {
            Description = request.Description,
            Widgets = request.Widgets,
            Filters = request.Filters,
            MaxAge = request.MaxAge ?? Dashboard.DefaultMaxAge,
        };
        return await KeepAsync(dashboard, request.Widgets, cancellationToken);
    }

    public async Task<Result<Dashboard>> UpdateAsync(WorkspaceId workspace, Guid id, DashboardChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return DashboardErrors.NotFound;
        var after = before with
        {
            Name = change.Name ?? before.Name,
            Description = change.Description ?? before.Description,
            Widgets = change.Widgets ?? before.Widgets,
            Filters = change.Filters ?? before.Filters,
            MaxAge = change.MaxAge ?? before.MaxAge,
            UpdatedAt = clock.GetUtcNow(),
        };
        return await KeepAsync(after, change.Widgets ?? [], cancellationToken);
    }

    /// <summary>Removes the dashboard with its links, its reports and their snapshots, and the results that it kept.</summary>
    public async Task<Result<Dashboard>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } dashboard)
            return DashboardErrors.NotFound;
        await shares.RemoveAllAsync(dashboard, cancellationToken);
        await reports.RemoveAllAsync(dashboard, cancellationToken);
        await snapshots.RemoveAllAsync(dashboard, cancellationToken);
        var removed = await store.RemoveAsync(workspace, id, cancellationToken);
        await files.RemoveAllAsync(dashboard, cancellationToken);
        return removed ? dashboard : DashboardErrors.NotFound;
    }

    /// <param name="given">Widgets whose sources must be there; what others were made over may have gone since.</param>
    private async Task<Result<Dashboard>> KeepAsync(Dashboard draft, IReadOnlyList<Widget> given, CancellationToken cancellationToken)
    {
        var dashboard = draft with
        {
            Name = draft.Name.Trim(),
            Description = string.IsNullOrWhiteSpace(draft.Description) ? null : draft.Description.Trim(),
            Widgets = [.. draft.Widgets.Select(widget => widget.Id == Guid.Empty ? widget with { Id = ids.New() } : widget)],
        };
        if (dashboard.Widgets.DistinctBy(widget => widget.Id).Count() < dashboard.Widgets.Count)
            return DashboardErrors.Invalid([new FieldError("$.widgets", "Two widgets have the same id.")]);
        List<FieldError> wrong = [.. DashboardRules.Check(dashboard)];
        if (wrong.Count == 0)
            wrong.AddRange(await MissingAsync(dashboard.Workspace, given, cancellationToken));
        if (wrong.Count > 0)
            return DashboardErrors.Invalid(wrong);
        return await store.SetAsync(dashboard, cancellationToken) is { } tooLarge ? tooLarge : dashboard;
    }

    private async Task<IEnumerable<FieldError>> MissingAsync(WorkspaceId workspace, IReadOnlyList<Widget> widgets, CancellationToken cancellationToken)
    {
        var wrong = await Task.WhenAll(widgets.Select(widget => widget.Source).Distinct().Select(async source => (source, Error: await CheckAsync(workspace, source, cancellationToken))));
        var errors = wrong.ToDictionary(checkedSource => checkedSource.source, checkedSource => checkedSource.Error);
        return
            from entry in widgets.Index()
            let error = errors[entry.Item.Source]
            where error is not null
            select new FieldError($"$.widgets[{entry.Index}].{error.Path}", error.Message);
    }

    /// <summary>What is wrong with the source of a widget, and in which of its fields.</summary>
    private async Task<FieldError?> CheckAsync(WorkspaceId workspace, WidgetSource source, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case WidgetSource.SavedQuery saved:
                return (await questions.GetAsync(workspace, saved.QueryId, cancellationToken)).Succeeded(out _, out _)
                    ? null
                    : new FieldError("query_id", "There is no saved query of that id in this workspace.");
            case WidgetSource.Dataset dataset:
                var refusal = await datasets.CheckAsync(workspace, dataset.DatasetId, dataset.Sql, cancellationToken);
                return refusal is null ? null
                    : refusal == DatasetErrors.NotFound ? new FieldError("dataset_id", "There is no dataset of that id in this workspace.")
                    : new FieldError("query", refusal.Message);
            case WidgetSource.Model model:
                return (await predictions.GetAsync(workspace, model.ModelId, cancellationToken)).Succeeded(out _, out _)
                    ? null
                    : new FieldError("model_id", "There is no model of that id in this workspace.");
            default:
                return null;
        }
    }
}
