using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Shared;

/// <summary>The ids of dashboards and of what belongs to them: each API writes a dashboard's in its own way and reads those of the other.</summary>
public static class DashboardIds
{
    public static PublicId Underscored => Dashboard.PublicId;

    public static readonly PublicId Dashed = new("dashboard", "dash-");

    public static readonly PublicId Widget = new("widget", "wid_");

    public static readonly PublicId Share = new("share", "shr_");

    public static PublicId Report => DashboardReport.PublicId;

    public static PublicId Snapshot => DashboardSnapshot.PublicId;

    public static PublicId Format(this HttpRequest request) => request.Call().Dialect == ApiDialects.DataForge ? Dashed : Underscored;

    /// <summary>The id of a dashboard that the caller means; one that nothing has when it is no id at all.</summary>
    public static async Task<Guid> ReadDashboardAsync(this ResourceIds ids, HttpRequest request, string text, CancellationToken cancellationToken) =>
        Dashed.TryParse(text, out var id) ? id : await ids.ReadAsync(request.Caller().Workspace, Underscored, text, cancellationToken);
}
