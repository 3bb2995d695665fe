using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Shared;

/// <summary>What all APIs tell of a dashboard besides its id.</summary>
public sealed record DashboardContent(IReadOnlyList<WidgetBody> Widgets, IReadOnlyList<DashboardFilter> Filters, RefreshBody Refresh);

/// <summary>Writes dashboards for callers.</summary>
public sealed class DashboardWriter(ResourceIds ids)
{
    public Task<string> IdAsync(HttpRequest request, Dashboard dashboard, CancellationToken cancellationToken) =>
        ids.ShowAsync(dashboard.Workspace, request.Format(), dashboard.Id, cancellationToken);

    public Task<IReadOnlyDictionary<Guid, string>> IdsAsync(HttpRequest request, WorkspaceId workspace, IEnumerable<Dashboard> dashboards, CancellationToken cancellationToken) =>
        ids.ShowAllAsync(workspace, request.Format(), dashboards.Select(dashboard => dashboard.Id), cancellationToken);

    /// <summary>The configuration.</summary>
    public async Task<DashboardContent> PartsAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var sources = await SourcesAsync(dashboard, cancellationToken);
        return new DashboardContent([.. dashboard.Widgets.Select(widget => WidgetBody.Of(widget, sources))], dashboard.Filters, Refresh(dashboard));
    }

    /// <summary>The configuration with the data of every widget.</summary>
    public async Task<DashboardContent> PartsAsync(DashboardData data, CancellationToken cancellationToken)
    {
        var sources = await SourcesAsync(data.Dashboard, cancellationToken);
        return new DashboardContent([.. data.Widgets.Select(widget => WidgetBody.Of(widget, data, sources))], data.Dashboard.Filters, Refresh(data.Dashboard));
    }

    private async Task<WidgetSources> SourcesAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var sources = dashboard.Widgets.Select(widget => widget.Source).ToList();
        return new WidgetSources(
            await ids.ShowAllAsync(dashboard.Workspace, ResourceIds.Query, sources.OfType<WidgetSource.SavedQuery>().Select(source => source.QueryId), cancellationToken),
            await ids.ShowAllAsync(dashboard.Workspace, ResourceIds.Dataset, sources.OfType<WidgetSource.Dataset>().Select(source => source.DatasetId), cancellationToken),
            await ids.ShowAllAsync(dashboard.Workspace, ResourceIds.PredictionModel, sources.OfType<WidgetSource.Model>().Select(source => source.ModelId), cancellationToken));
    }

    private static RefreshBody Refresh(Dashboard dashboard) => new((int)dashboard.MaxAge.TotalSeconds);
}
