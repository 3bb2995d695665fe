using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class DefinitionEndpoints(DefinitionDirectory definitions, ConnectorWriter writer)
{
    [Function("SquaredDefinitions_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the kinds of connectors", Details = "An object of two lists, or one list when the type is given.")]
    [QueryParameter("type", "source or destination.", Example = "destination")]
    [QueryParameter("category", "A category of the definitions, or data for all that hold data.", Example = "database")]
    [Returns<ConnectorDefinitionLists>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connector_definitions")] HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var (side, category) = (SideOf(parameters), parameters.Text("category"));
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var lists = await definitions.ListAsync(request.Caller().Workspace, category, cancellationToken);
        return request.Bare(StatusCodes.Status200OK, side switch
        {
            ConnectorSides.Source => lists.Source,
            ConnectorSides.Destination => lists.Destination,
            _ => lists,
        });
    }

    [Function("SquaredDefinitions_Get")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("Get a kind of connector", Details = "A name that is not known answers an empty list, as documented.")]
    [PathParameter("name", "In any case.", Example = "Postgresql")]
    [QueryParameter("type", "source or destination; needed.", Example = "source")]
    [Returns<ConnectorDefinition>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connector_definitions/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var side = SideOf(parameters);
        parameters.Require("type", side);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        return request.Bare(
            StatusCodes.Status200OK,
            (object?)await definitions.FindAsync(request.Caller().Workspace, side!, name, cancellationToken) ?? Array.Empty<ConnectorDefinition>());
    }

    // Only those who may make connectors may try what addresses answer.
    [Function("SquaredDefinitions_CheckConnection")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Try a configuration that is not kept")]
    [Accepts<CheckConnectionRequest>]
    [Returns<CheckedConnection>(StatusCodes.Status200OK, IsBare = true)]
    [Example("""
        {"type": "source", "name": "Postgresql", "connection_spec": {"host": "db.example.com", "port": 5432, "database": "production", "schema": "public",
         "credentials": {"auth_type": "username/password", "username": "reader", "password": "the-password"}}}
        """)]
    public async Task<IActionResult> CheckConnection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connector_definitions/check_connection")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CheckConnectionRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var type = ConnectorNames.TypeOf(body.Name);
        if (await definitions.FindAsync(request.Caller().Workspace, body.Type, body.Name, cancellationToken) is null)
            return request.Refuse(RequestErrors.BrokenRules([new FieldError("$.name", $"invalid connector {body.Type} name")]));
        var tried = await writer.TryAsync(request.Caller().Workspace, body.Type, type, body.ConnectionSpec, cancellationToken);
        return request.Bare(
            StatusCodes.Status200OK,
            tried.Succeeded(out var server, out var refusal) ? CheckedConnection.Succeeded(server.Version) : CheckedConnection.Failed(refusal.InOneLine()));
    }

    private static string? SideOf(RequestParameters parameters) =>
        parameters.OneOf("type", [ConnectorSides.Source, ConnectorSides.Destination], "invalid connector type");
}
