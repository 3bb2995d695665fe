using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Systems that syncs write to.</summary>
public sealed class DestinationEndpoints(Destinations.Destinations destinations, DestinationKinds kinds, Removal removal)
{
    private static readonly (string From, string To)[] Places = [("$.type", "$.destination_type"), ("$.configuration", "$.config")];

    [Function("SmithDestinations_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the destinations of a workspace")]
    [PageNumber, PageSize("Destinations")]
    [Returns<DestinationBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/destinations")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPageAsync(
            cursor => destinations.ListAsync(request.Caller().Workspace, Destinations.Destinations.Most, cursor, cancellationToken), DestinationBody.Of);

    [Function("SmithDestinations_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Summary("Create a destination", Details = "Secrets are kept encrypted and never shown again. Nothing is connected yet: test the destination for that.")]
    [Accepts<CreateDestinationRequest>]
    [Returns<DestinationBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict)]
    [Example("""
        {"name": "CRM replica", "destination_type": "postgresql",
         "config": {"host": "db.example.com", "port": 5432, "database": "crm", "username": "writer", "password": "secret", "ssl_mode": "require"}}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/destinations")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateDestinationRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var draft = new NewDestination(body.DestinationType, body.Name, body.Config, body.Description);
        return request.CreatedOrRefuse(await destinations.CreateAsync(request.Caller().Workspace, draft, cancellationToken), DestinationBody.Of, InWords);
    }

    [Function("SmithDestinations_Get")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("Get a destination")]
    [Returns<DestinationBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/destinations/{destinationId}")] HttpRequest request,
        string destinationId,
        CancellationToken cancellationToken) =>
        request.OkOrRefuse(await destinations.GetAsync(request.Caller().Workspace, SmithIds.Read(destinationId), cancellationToken), DestinationBody.Of);

    [Function("SmithDestinations_Update")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Change a destination", Details = "What is left out stays as it is. A configuration is given as a whole, but for its secrets.")]
    [Accepts<UpdateDestinationRequest>, Example("""{"name": "CRM replica (new)"}""")]
    [Returns<DestinationBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/destinations/{destinationId}")] HttpRequest request,
        string destinationId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var id = SmithIds.Read(destinationId);
        if (!(await request.ReadJsonAsync<UpdateDestinationRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await destinations.GetAsync(workspace, id, cancellationToken)).Succeeded(out var before, out refusal))
            return request.Refuse(refusal);
        if (body.DestinationType is { } type && !type.Equals(before.Type, StringComparison.OrdinalIgnoreCase))
            return request.Refuse(SmithErrors.TypeFixed("$.destination_type"));
        var change = new DestinationChange(body.Name, body.Description, body.Config);
        return request.OkOrRefuse(await destinations.UpdateAsync(workspace, id, change, cancellationToken), DestinationBody.Of, InWords);
    }

    [Function("SmithDestinations_Delete")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Delete a destination with the syncs to it", Details = "What the syncs delivered stays where it is.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/destinations/{destinationId}")] HttpRequest request,
        string destinationId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await removal.RemoveDestinationAsync(request.Caller().Workspace, SmithIds.Read(destinationId), cancellationToken));

    [Function("SmithDestinationTypes_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the types of destinations that the workspace can use, with the configuration that each takes")]
    [Returns<DestinationTypeBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> Types(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/destination-types")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPage<DestinationTypeBody>([.. (await kinds.ListAsync(request.Caller().Workspace, cancellationToken)).Select(DestinationTypeBody.Of)]);

    /// <summary>A refusal of destinations, in the words of this API.</summary>
    internal static ApiError InWords(ApiError error) => error.At(Places);
}
