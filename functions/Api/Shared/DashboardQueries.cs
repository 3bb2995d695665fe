using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Shared;

/// <summary>Finds the dashboard that a request names, and reads its data by the filters that it sets.</summary>
public sealed class DashboardQueries(Dashboards.Dashboards dashboards, DashboardReader reader, ResourceIds ids)
{
    public async Task<Result<Dashboard>> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        await dashboards.GetAsync(request.Caller().Workspace, await ids.ReadDashboardAsync(request, id, cancellationToken), cancellationToken);

    public async Task<Result<DashboardData>> ReadAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var isForced = parameters.Flag("refresh");
        if (parameters.Error is { } wrong)
            return wrong;
        return (await FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var missing)
            ? await ReadAsync(request, dashboard, isForced, cancellationToken)
            : missing;
    }

    public async Task<Result<DashboardData>> ReadAsync(HttpRequest request, Dashboard dashboard, bool isForced, CancellationToken cancellationToken) =>
        DashboardRequests.ReadFilters(request, dashboard).Succeeded(out var filters, out var unusable)
            ? await reader.ReadAsync(dashboard, filters, isForced, cancellationToken)
            : unusable;
}
