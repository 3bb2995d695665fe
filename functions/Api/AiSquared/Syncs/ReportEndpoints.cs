using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class ReportEndpoints(ActivityReport report, ResourceIds ids)
{
    private const string Activity = "workspace_activity";
    private const string Runs = "sync_run_triggered";
    private const string Rows = "total_sync_run_rows";
    private const string Everything = "all";
    private const string Week = "one_week";
    private const string Day = "one_day";
    private const string Connectors = "connector_ids[]";
    private const int MostConnectors = 100;

    [Function("SquaredReports_Get")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("What the workspace's syncs did", Details = "Counts of runs and of rows in 30 slices of the time that ends now.")]
    [QueryParameter("type", "workspace_activity; needed.", Example = Activity)]
    [QueryParameter("metric", "sync_run_triggered, total_sync_run_rows or all.", Example = Everything)]
    [QueryParameter("time_period", "one_week or one_day.", Example = Week)]
    [QueryParameter(Connectors, "Only syncs from or to one of these connectors; may be given several times.", Type = typeof(int))]
    [Returns<ActivityReportBody>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/reports")] HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var type = parameters.OneOf("type", [Activity], "invalid type");
        var metric = parameters.OneOf("metric", [Runs, Rows, Everything], "invalid metric") ?? Everything;
        var period = parameters.OneOf("time_period", [Week, Day], "invalid time_period") ?? Week;
        parameters.Require("type", type);
        string[] numbers = [.. request.Query[Connectors].OfType<string>()];
        if (numbers.Length > MostConnectors)
            parameters.Fail(Connectors, $"At most {MostConnectors} connectors.");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        return request.Ok(await report.ReadAsync(
            workspace,
            period == Day ? TimeSpan.FromDays(1) : TimeSpan.FromDays(7),
            numbers.Length == 0 ? null : await ConnectorsAsync(workspace, numbers, cancellationToken),
            metric != Rows,
            metric != Runs,
            cancellationToken));
    }

    private async Task<IReadOnlySet<Guid>> ConnectorsAsync(WorkspaceId workspace, string[] numbers, CancellationToken cancellationToken) =>
        (await Task.WhenAll(numbers.Select(number => ids.OfNumberAsync(workspace, ConnectorDirectory.Kind, number, cancellationToken)))).ToHashSet();
}
