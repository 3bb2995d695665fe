using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What is behind a connector: its streams, its rows.</summary>
public sealed class ConnectorDataEndpoints(ConnectorDirectory connectors, Catalogs catalogs, Models.Models models)
{
    private const int MostRows = 1_000;

    [Function("SquaredConnectors_Discover")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("What a connector holds or takes", Details = "As it was discovered or described last, unless it is to be discovered anew.")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [Returns<Resource<CatalogAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Discover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connectors/{id}/discover")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var refresh = parameters.Flag("refresh");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await connectors.FindAsync(workspace, id, cancellationToken)).Succeeded(out var connector, out var missing))
            return request.Refuse(missing);
        return (await catalogs.DiscoverAsync(workspace, connector, refresh, cancellationToken)).Succeeded(out var catalog, out var refusal)
            ? request.Ok(catalog)
            : request.Refuse(refusal);
    }

    [Function("SquaredConnectors_QuerySource")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("Rows of a statement on a source")]
    [Accepts<QuerySourceRequest>]
    [Returns<JsonObject>(StatusCodes.Status200OK, IsList = true)]
    [Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.ConnectionFailed)]
    [Example("""{"query": "SELECT id, email FROM users", "limit": 10}""")]
    public async Task<IActionResult> QuerySource(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connectors/{id}/query_source")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<QuerySourceRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        if (!(await connectors.FindSourceAsync(workspace, id, cancellationToken)).Succeeded(out var source, out var missing))
            return request.Refuse(missing);
        var looked = await models.PreviewAsync(
            workspace, source.Id, new ModelQuery(Sql: body.Query), Math.Min(body.Limit, MostRows), cancellationToken);
        return looked.Succeeded(out var preview, out var refusal)
            ? request.List([.. preview.Rows.Select(row => RowOf(preview, row))])
            : request.Refuse(refusal);
    }

    [Function("SquaredConnectors_ExecuteModel")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("Run the model behind a connector", Details = "No kind of connector here runs models, so what is well formed is refused.")]
    [Accepts<ExecuteModelRequest>]
    [Returns<JsonObject>(StatusCodes.Status200OK, IsList = true)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"payload": "{\"inputs\": [1, 2]}"}""")]
    public async Task<IActionResult> ExecuteModel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connectors/{id}/execute_model")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ExecuteModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        if (!IsJson(body.Payload))
            return request.Refuse(RequestErrors.BrokenRules([new FieldError("$.payload", "must be a valid JSON string")]));
        return (await connectors.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out _, out var missing)
            ? request.Refuse(SquaredErrors.Unprocessable("connector_id", "Catalog is not present for the connector"))
            : request.Refuse(missing);
    }

    private static Dictionary<string, object?> RowOf(ModelPreview preview, object?[] row)
    {
        var named = new Dictionary<string, object?>(row.Length);
        foreach (var (column, value) in preview.Columns.Zip(row))
            named[column.Name] = Cell.ToJson(value);
        return named;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
