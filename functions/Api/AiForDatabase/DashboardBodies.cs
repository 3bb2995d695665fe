using FunctionsPlatform.Api.Shared;
using FunctionsPlatform.Dashboards;

namespace FunctionsPlatform.Api.AiForDatabase;

public sealed record DashboardSummary(string DashboardId, string Name, string? Description, int WidgetCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static DashboardSummary Of(Dashboard dashboard, string id) =>
        new(id, dashboard.Name, dashboard.Description, dashboard.Widgets.Count, dashboard.CreatedAt, dashboard.UpdatedAt);
}

public sealed record DashboardBody(
    string DashboardId,
    string Name,
    string? Description,
    IReadOnlyList<WidgetBody> Widgets,
    IReadOnlyList<DashboardFilter> Filters,
    RefreshBody Refresh,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static DashboardBody Of(Dashboard dashboard, string id, DashboardContent parts) =>
        new(id, dashboard.Name, dashboard.Description, parts.Widgets, parts.Filters, parts.Refresh, dashboard.CreatedAt, dashboard.UpdatedAt);
}

public sealed record DeletedDashboard(string DashboardId, bool Deleted = true);
