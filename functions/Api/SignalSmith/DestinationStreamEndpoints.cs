using System.Text.Json;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What is in a destination, and what may be done there.</summary>
public sealed class DestinationStreamEndpoints(Destinations.Destinations destinations)
{
    [Function("SmithDestinations_Fields")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the fields that syncs to a destination can map to", Details = "Of the stream named, or of the destination's own object; else of every stream.")]
    [QueryParameter("stream", "Name of a table, object or sheet.")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [PageNumber, PageSize("Fields")]
    [Returns<DestinationFieldBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Fields(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/destinations/{destinationId}/fields")] HttpRequest request,
        string destinationId,
        CancellationToken cancellationToken) =>
        (await ReadAsync(request, destinationId, cancellationToken)).Succeeded(out var streams, out var refusal)
            ? request.ListOrPage<DestinationFieldBody>([.. streams.SelectMany(DestinationFieldBody.AllOf)])
            : request.Refuse(refusal);

    [Function("SmithDestinations_Permissions")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List what may be done in a destination", Details = "Of the stream named, or of the destination's own object; else of every stream.")]
    [QueryParameter("stream", "Name of a table, object or sheet.")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [PageNumber, PageSize("Streams")]
    [Returns<DestinationPermissionBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> AllowedOperations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/destinations/{destinationId}/permissions")] HttpRequest request,
        string destinationId,
        CancellationToken cancellationToken) =>
        (await ReadAsync(request, destinationId, cancellationToken)).Succeeded(out var streams, out var refusal)
            ? request.ListOrPage<DestinationPermissionBody>([.. streams.Select(Describe)])
            : request.Refuse(refusal);

    private async Task<Result<IReadOnlyList<DestinationStream>>> ReadAsync(HttpRequest request, string destinationId, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var refresh = parameters.Flag("refresh");
        var wanted = parameters.Text("stream");
        if (parameters.Error is { } wrong)
            return wrong;
        if (!(await destinations.OpenAsync(request.Caller().Workspace, SmithIds.Read(destinationId), cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        if ((wanted ?? StreamChoice.OwnObject(open.Destination)) is not { } name)
            return await destinations.StreamsAsync(open, refresh, cancellationToken);
        if ((await destinations.StreamAsync(open, name, refresh, cancellationToken)).Succeeded(out var stream, out var refusal))
            return Result.Of<IReadOnlyList<DestinationStream>>([stream]);
        return refusal.Code is SmithErrors.StreamNotFound
            ? RequestErrors.BadParameters([new FieldError("stream", $"The destination has no '{name}'.")])
            : refusal;
    }

    private static DestinationPermissionBody Describe(DestinationStream stream) => new(
        stream.Name,
        [
            .. Enum.GetValues<RowOperations>().Where(operation => operation != RowOperations.None && stream.Operations.HasFlag(operation))
                .Select(operation => JsonNamingPolicy.SnakeCaseLower.ConvertName(operation.ToString())),
        ],
        [.. Enum.GetValues<SmithSyncMode>().Where(mode => stream.Operations.HasFlag(mode.ToWrite().Operations()))],
        stream.Keys,
        stream.AcceptsOtherFields);
}
