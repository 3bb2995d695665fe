using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class ConnectorEndpoints(ConnectorDirectory connectors, ConnectorWriter writer, ConnectorResources resources, SquaredPages pages)
{
    [Function("SquaredConnectors_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List connectors", Details = "Sources and destinations in one list, oldest first.")]
    [QueryParameter("type", "source or destination; both without it.", Example = "source")]
    [QueryParameter("category", "data, or ai_ml, of which there are none.", Example = "data")]
    [PageNumber, PageSize("Connectors")]
    [Returns<ResourcePage<ConnectorAttributes>>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connectors")] HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = pages.Read(parameters);
        var sides = parameters.Words("type", [ConnectorSides.Source, ConnectorSides.Destination], []);
        var category = parameters.Words("category", ["data", "ai_ml"], ["data"]);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        var all = await connectors.ListAsync(workspace, cancellationToken);
        Connector[] wanted = [.. all.Where(connector => category.Contains("data") && (sides.Count == 0 || sides.Contains(connector.Side)))];
        var shown = await resources.ShowAsync(workspace, SquaredPages.Take(wanted, page), cancellationToken);
        return SquaredPages.Answer(request, page, shown, wanted.Length);
    }

    [Function("SquaredConnectors_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Summary("Create a connector", Details = "Its configuration is checked but not tried. Secrets are kept encrypted and shown as 13 asterisks.")]
    [Accepts<CreateConnectorRequest>]
    [Returns<Resource<ConnectorAttributes>>(StatusCodes.Status201Created)]
    [Example("""
        {"connector": {"name": "Warehouse", "connector_type": "source", "connector_name": "Postgresql", "configuration": {
         "host": "db.example.com", "port": 5432, "database": "production", "schema": "public",
         "credentials": {"auth_type": "username/password", "username": "reader", "password": "the-password"}}}}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connectors")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateConnectorRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        return (await writer.CreateAsync(workspace, body.Connector, cancellationToken)).Succeeded(out var created, out var refusal)
            ? request.Created(await resources.ShowAsync(workspace, created, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("SquaredConnectors_Get")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("Get a connector")]
    [Returns<Resource<ConnectorAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connectors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await connectors.FindAsync(workspace, id, cancellationToken)).Succeeded(out var connector, out var missing)
            ? request.Ok(await resources.ShowAsync(workspace, connector, cancellationToken))
            : request.Refuse(missing);
    }

    [Function("SquaredConnectors_Update")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Change a connector", Details = "A configuration replaces the whole one; secrets that are left out, or sent as they are shown, stay.")]
    [Accepts<UpdateConnectorRequest>]
    [Returns<Resource<ConnectorAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"connector": {"name": "Warehouse of 2026"}}""")]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/connectors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await connectors.FindAsync(workspace, id, cancellationToken)).Succeeded(out var connector, out var missing))
            return request.Refuse(missing);
        if (!(await request.ReadJsonAsync<UpdateConnectorRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await writer.UpdateAsync(workspace, connector, body.Connector, cancellationToken)).Succeeded(out var changed, out var refusal)
            ? request.Ok(await resources.ShowAsync(workspace, changed, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("SquaredConnectors_UpdatePatch"), SameAs<ConnectorEndpoints>(nameof(Update))]
    public Task<IActionResult> UpdatePatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/connectors/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => Update(request, id, cancellationToken);

    [Function("SquaredConnectors_Delete")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Delete a connector with its models, syncs and catalog", Details = "What was written to a destination stays there.")]
    [Returns(StatusCodes.Status204NoContent)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/connectors/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await connectors.FindAsync(workspace, id, cancellationToken)).Succeeded(out var connector, out var missing))
            return request.Refuse(missing);
        return await writer.DeleteAsync(workspace, connector, cancellationToken) is { } refusal
            ? request.Refuse(refusal)
            : ApiResponse.Empty(StatusCodes.Status204NoContent);
    }
}
