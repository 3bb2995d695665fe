using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Descriptions that callers give of their connectors. They are shown; what a sync can write to is what the destination itself has.</summary>
public sealed class CatalogEndpoints(ConnectorDirectory connectors, Catalogs catalogs)
{
    [Function("SquaredCatalogs_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Describe a connector's stream", Details = "`discover` then answers this description, until it is asked to discover anew.")]
    [Idempotent]
    [Accepts<CreateCatalogRequest>]
    [Returns<Resource<CatalogAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"connector_id": 1, "catalog": {"json_schema": {"type": "object", "properties": {"email": {"type": "string"}}}}}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/catalogs")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateCatalogRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        return (await connectors.FindAsync(workspace, body.ConnectorId, cancellationToken)).Succeeded(out var connector, out var missing)
            ? await KeepAsync(request, connector, body.Catalog, cancellationToken)
            : request.Refuse(missing);
    }

    [Function("SquaredCatalogs_Update")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Describe a connector's stream anew", Details = "Answers 201, as documented.")]
    [Accepts<UpdateCatalogRequest>]
    [Returns<Resource<CatalogAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"catalog": {"json_schema": {"type": "object", "properties": {"email": {"type": "string"}, "name": {"type": "string"}}}}}""")]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/catalogs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateCatalogRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        var described = await catalogs.ConnectorOfAsync(workspace, id, cancellationToken);
        if (!(await connectors.GetAsync(workspace, described, cancellationToken)).Succeeded(out var connector, out _))
            return request.Refuse(SquaredErrors.CatalogNotFound);
        if (body.ConnectorId is { } number
            && !((await connectors.FindAsync(workspace, number, cancellationToken)).Succeeded(out var named, out _) && named.Id == connector.Id))
            return request.Refuse(SquaredErrors.Unprocessable("connector_id", "The connector of a catalog cannot change."));
        return await KeepAsync(request, connector, body.Catalog, cancellationToken);
    }

    private async Task<IActionResult> KeepAsync(HttpRequest request, Connector connector, CatalogFields? fields, CancellationToken cancellationToken) =>
        fields is { JsonSchema.Count: > 0 }
            ? request.Created(await catalogs.KeepAsync(request.Caller().Workspace, connector, fields, cancellationToken))
            : request.Refuse(SquaredErrors.ParameterMissing(fields is null ? "catalog" : "json_schema"));
}
