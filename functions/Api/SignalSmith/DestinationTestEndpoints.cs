using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Tests of destinations, told as server-sent events. Nothing is written.</summary>
public sealed class DestinationTestEndpoints(Destinations.Destinations destinations, DestinationKinds kinds, TestStreams streams)
{
    [Function("SmithDestinations_TestNew")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary(
        "Test a destination that is not kept",
        Details = TestStreams.Details + " Settings that are not valid are a result too.")]
    [Accepts<TestDestinationRequest>, Example("""{"destination_type": "postgresql", "config": {"host": "db.example.com", "database": "crm", "username": "writer", "password": "secret"}}""")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/event-stream")]
    public async Task<IActionResult> TestNew(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/destinations/test")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await request.ReadJsonAsync<TestDestinationRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        if (await kinds.FindAsync(workspace, body.DestinationType, cancellationToken) is not { } kind)
            return request.Refuse(DestinationEndpoints.InWords(
                DestinationErrors.UnknownType(body.DestinationType, await kinds.TypesAsync(workspace, cancellationToken))));
        return await streams.RunAsync(request, [TestStep.Connect($"Connecting to {kind.Definition.Title}.", RunAsync)], "The destination answers.", cancellationToken);

        async Task<Result<string>> RunAsync(CancellationToken stop) =>
            (await destinations.TestAsync(workspace, body.DestinationType, body.Config, stop)).Succeeded(out var server, out var failure)
                ? TestStep.Answered(server.Version, server.Latency)
                : DestinationEndpoints.InWords(failure);
    }

    [Function("SmithDestinations_Test")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary(
        "Test a destination",
        Details = "Connects, and looks at what can be written to. " + TestStreams.Details + " The outcome becomes the destination's status.")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/event-stream"), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/destinations/{destinationId}/test")] HttpRequest request,
        string destinationId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await destinations.OpenAsync(workspace, SmithIds.Read(destinationId), cancellationToken)).Succeeded(out var open, out var missing))
            return request.Refuse(DestinationEndpoints.InWords(missing));
        TestStep[] steps =
        [
            TestStep.Connect($"Connecting to {open.Kind.Definition.Title}.", ConnectAsync),
            new("streams", "Looking at what can be written to.", LookAsync),
        ];
        return await streams.RunAsync(request, steps, "The destination answers.", cancellationToken);

        async Task<Result<string>> ConnectAsync(CancellationToken stop) =>
            (await destinations.TestAsync(workspace, open.Destination.Id, stop)).Succeeded(out var test, out var failure)
                ? TestStep.Answered(test.Version, test.Latency)
                : DestinationEndpoints.InWords(failure);

        async Task<Result<string>> LookAsync(CancellationToken stop) =>
            (await destinations.StreamsAsync(open, refresh: true, stop)).Succeeded(out var found, out var failure)
                ? $"{found.Count} tables or objects can be written to."
                : failure;
    }
}
