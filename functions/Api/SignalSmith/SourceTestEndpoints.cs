using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Tests of sources, told as server-sent events.</summary>
public sealed class SourceTestEndpoints(Connections.Connections connections, SourceRequests sources, TestStreams streams)
{
    [Function("SmithSources_TestNew")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary(
        "Test a source that is not kept",
        Details = TestStreams.Details + " Settings that are not valid are a result too.")]
    [Accepts<TestSourceRequest>, Example("""{"source_type": "postgresql", "config": {"host": "db.example.com", "database": "analytics", "username": "reader", "password": "secret"}}""")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/event-stream")]
    public async Task<IActionResult> TestNew(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/sources/test")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<TestSourceRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !sources.Read(body.SourceType, body.Config).Succeeded(out var read, out refusal))
            return request.Refuse(refusal);
        return await streams.RunAsync(request, [TestStep.Connect(Connecting(read.Config.Host, read.Config.Database), RunAsync)], "The source can be read.", cancellationToken);

        async Task<Result<string>> RunAsync(CancellationToken stop) =>
            (await connections.TestAsync(read.Type, read.Config.ToSettings(), stop)).Succeeded(out var server, out var failure)
                ? TestStep.Answered(server.Version, server.Latency)
                : SourceRequests.InWords(failure);
    }

    [Function("SmithSources_Test")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary(
        "Test a source",
        Details = "Connects, and looks at the tables. " + TestStreams.Details + " The outcome becomes the source's status.")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/event-stream"), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}/test")] HttpRequest request,
        string sourceId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await connections.OpenAsync(workspace, SmithIds.Read(sourceId), cancellationToken)).Succeeded(out var open, out var missing))
            return request.Refuse(SourceRequests.InWords(missing));
        TestStep[] steps =
        [
            TestStep.Connect(Connecting(open.Connection.Host, open.Connection.Database), ConnectAsync),
            new("tables", "Looking at the tables.", LookAsync),
        ];
        return await streams.RunAsync(request, steps, "The source can be read.", cancellationToken);

        async Task<Result<string>> ConnectAsync(CancellationToken stop) =>
            (await connections.TestAsync(workspace, open.Connection.Id, stop)).Succeeded(out var test, out var failure)
                ? TestStep.Answered(test.ServerVersion, test.Latency)
                : SourceRequests.InWords(failure);

        async Task<Result<string>> LookAsync(CancellationToken stop) =>
            (await connections.SchemaAsync(open, refresh: false, stop)).Succeeded(out SchemaCatalog? catalog, out var failure)
                ? $"{catalog.Tables.Count} tables and views can be seen."
                : failure;
    }

    private static string Connecting(string? host, string? database) => host is null ? $"Opening {database}." : $"Connecting to {host}.";
}
