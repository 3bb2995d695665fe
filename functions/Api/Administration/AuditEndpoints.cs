using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Administration;

/// <summary>Tells what was done in a workspace, and by whom.</summary>
public sealed class AuditEndpoints(AuditLog audit, Authenticator authenticator)
{
    private const int LongestWord = 200;

    [Function("Administration_AuditList")]
    [RequirePermission(Permissions.AuditRead)]
    [Summary("List what was done in a workspace, newest first", Details = "All that changed or ran something through an API and was not refused. Nothing of what was sent is kept.")]
    [PathParameter("id", "UUID or number of the workspace.")]
    [QueryParameter("from", "Done then or later: a time such as 2026-01-31T00:00:00Z."), QueryParameter("to", "Done before.")]
    [QueryParameter("actor", "Id of a key, client or user."), QueryParameter("action", "Name of an operation, such as Webhooks_Create: an operationId of the OpenAPI document.")]
    [QueryParameter("limit", "Entries a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<AuditEntryBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/v1/workspaces/{id}/audit-log")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var query = Read(parameters);
        var page = request.Call().Dialect.ReadPage(parameters);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        if (!(await request.EnterAsync(authenticator, id, cancellationToken)).Succeeded(out var caller, out var refusal)
            || !(await audit.ListAsync(caller.Workspace, query, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out refusal))
            return request.Refuse(refusal);
        return request.List<AuditEntryBody>([.. listed.Items.Select(AuditEntryBody.Of)], listed.NextCursor);
    }

    [Function("Administration_AuditExport")]
    [RequirePermission(Permissions.AuditRead)]
    [Summary("Export what was done in a workspace, newest first", Details = "One JSON object a line.")]
    [PathParameter("id", "UUID or number of the workspace.")]
    [QueryParameter("from", "Done then or later: a time such as 2026-01-31T00:00:00Z."), QueryParameter("to", "Done before.")]
    [QueryParameter("actor", "Id of a key, client or user."), QueryParameter("action", "Name of an operation, such as Webhooks_Create.")]
    [Returns(StatusCodes.Status200OK, ContentType = AuditExport.ContentType)]
    public async Task<IActionResult> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/v1/workspaces/{id}/audit-log/export")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var query = Read(parameters);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        return (await request.EnterAsync(authenticator, id, cancellationToken)).Succeeded(out var caller, out var refusal)
            ? new AuditExport(audit, caller.Workspace, query)
            : request.Refuse(refusal);
    }

    private static AuditQuery Read(RequestParameters parameters) => new(
        Time(parameters, "from"), Time(parameters, "to"), parameters.Text("actor", LongestWord), parameters.Text("action", LongestWord));

    private static DateTimeOffset? Time(RequestParameters parameters, string name)
    {
        if (parameters.Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1700)
            return time;
        parameters.Fail(name, "This is no time such as 2026-01-31T00:00:00Z.");
        return null;
    }
}

/// <param name="Actor">Id of the key, client or user that did it.</param>
/// <param name="Action">What was done: an operationId of the OpenAPI document.</param>
/// <param name="Path">What it was done to.</param>
public sealed record AuditEntryBody(
    Guid Id, DateTimeOffset At, string Actor, CredentialKind ActorKind, string Role, string Action, string Method, string Path, int Status, string RequestId)
{
    public static AuditEntryBody Of(AuditEntry entry) =>
        new(entry.Id, entry.At, entry.Actor, entry.ActorKind, entry.Role, entry.Action, entry.Method, entry.Path, entry.Status, entry.RequestId);
}

/// <summary>Entries of the audit log as a file, sent as they are read.</summary>
internal sealed class AuditExport(AuditLog audit, WorkspaceId workspace, AuditQuery query) : IActionResult
{
    public const string ContentType = "application/x-ndjson";
    private const int EntriesAtATime = 1_000;

    private static readonly JsonSerializerOptions Json = ApiJson.Writing(ApiJson.Milliseconds);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, leaving) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.ContentType = ContentType;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = "attachment; filename=\"audit-log.jsonl\"";
        for (string? cursor = null; ;)
        {
            var page = (await audit.ListAsync(workspace, query, EntriesAtATime, cursor, leaving)).Value;
            foreach (var entry in page.Items)
            {
                await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(AuditEntryBody.Of(entry), Json), leaving);
                await response.Body.WriteAsync("\n"u8.ToArray(), leaving);
            }

            if ((cursor = page.NextCursor) is null)
                return;
        }
    }
}
