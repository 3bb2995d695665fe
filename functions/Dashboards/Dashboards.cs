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
    WidgetCache cache,
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
        var draft = new Dashboard(id ?? ids.New(), workspace, request.Name, clock.GetUtcNow())
        {
            Description = request.Description,
            Widgets = WithIds(request.Widgets),
            Filters = request.Filters,
            MaxAge = request.MaxAge ?? Dashboard.DefaultMaxAge,
        };
        if (!Check(draft).Succeeded(out var dashboard, out var refusal))
            return refusal;
        if (await MissingAsync(workspace, dashboard.Widgets, cancellationToken) is { } missing)
            return missing;
        return await store.SetAsync(dashboard, cancellationToken) is { } tooLarge ? tooLarge : dashboard;
    }

    /// <param name="version">The version that the caller has read, where the change shall be made to no other; null for whichever it is now.</param>
    public async Task<Result<Dashboard>> UpdateAsync(WorkspaceId workspace, Guid id, DashboardChange change, int? version, CancellationToken cancellationToken)
    {
        var widgets = change.Widgets is { } given ? WithIds(given) : null;
        IReadOnlyList<Widget> before = [];
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } known)
            return DashboardErrors.NotFound;
        if (!Change(known).Succeeded(out _, out var refusal))
            return refusal;
        // What widgets that are not given were made over may have gone since.
        if (await MissingAsync(workspace, widgets ?? [], cancellationToken) is { } missing)
            return missing;
        if (!(await store.ChangeAsync(workspace, id, Change, cancellationToken)).Succeeded(out var after, out refusal))
            return refusal;
        foreach (var removed in before.ExceptBy(after.Widgets.Select(widget => widget.Id), widget => widget.Id))
            await cache.RemoveAsync(after, removed, cancellationToken);
        return after;

        Result<Dashboard> Change(Dashboard current)
        {
            before = current.Widgets;
            return version is { } expected && expected != current.Version ? DashboardErrors.Changed : Check(current with
            {
                Name = change.Name ?? current.Name,
                Description = change.Description ?? current.Description,
                Widgets = widgets ?? current.Widgets,
                Filters = change.Filters ?? current.Filters,
                MaxAge = change.MaxAge ?? current.MaxAge,
                UpdatedAt = clock.GetUtcNow(),
                Version = current.Version + 1,
            });
        }
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

    private Widget[] WithIds(IReadOnlyList<Widget> widgets) => [.. widgets.Select(widget => widget.Id == Guid.Empty ? widget with { Id = ids.New() } : widget)];

    /// <summary>The dashboard as it is kept, if it may be.</summary>
    private static Result<Dashboard> Check(Dashboard draft)
    {
        var dashboard = draft with { Name = draft.Name.Trim(), Description = string.IsNullOrWhiteSpace(draft.Description) ? null : draft.Description.Trim() };
        if (dashboard.Widgets.DistinctBy(widget => widget.Id).Count() < dashboard.Widgets.Count)
            return DashboardErrors.Invalid([new FieldError("$.widgets", "Two widgets have the same id.")]);
        return DashboardRules.Check(dashboard) is { Count: > 0 } wrong ? DashboardErrors.Invalid(wrong) : dashboard;
    }

    /// <summary>Which widgets' sources are not there, if any.</summary>
    private async Task<ApiError?> MissingAsync(WorkspaceId workspace, IReadOnlyList<Widget> widgets, CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(widgets.Select(widget => widget.Source).Distinct().Select(async source => (source, Error: await CheckAsync(workspace, source, cancellationToken))));
        var errors = checks.ToDictionary(check => check.source, check => check.Error);
        List<FieldError> wrong =
        [
            .. from entry in widgets.Index()
               let error = errors[entry.Item.Source]
               where error is not null
               select new FieldError($"$.widgets[{entry.Index}].{error.Path}", error.Message),
        ];
        return wrong.Count > 0 ? DashboardErrors.Invalid(wrong) : null;
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
