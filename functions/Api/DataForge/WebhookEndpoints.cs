using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Addresses that are told what happens. Those that answer with a secret are not idempotent by key: kept answers are readable in storage.</summary>
public sealed class WebhookEndpoints(Webhooks.Webhooks webhooks)
{
    [Function("Webhooks_Create")]
    [RequirePermission(Permissions.WebhooksWrite)]
    [Summary("Create a webhook", Details = "The secret that its deliveries are signed with is in this answer and never again.")]
    [Accepts<CreateWebhookRequest>]
    [Returns<IssuedWebhookBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotAllowedInState)]
    [Example("""{"url": "https://example.com/hooks", "events": ["model.training.completed", "anomaly.detected"], "description": "Operations"}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateWebhookRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await webhooks.CreateAsync(request.Caller().Workspace, body.ToNew(), cancellationToken)).Succeeded(out var issued, out var refusal)
            ? request.Created(IssuedWebhookBody.Of(issued)).WithHeader(HeaderNames.CacheControl, "no-store")
            : request.Refuse(refusal);
    }

    [Function("Webhooks_List")]
    [RequirePermission(Permissions.WebhooksRead)]
    [Summary("List webhooks, oldest first")]
    [QueryParameter("limit", "Webhooks a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<WebhookBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        return (await webhooks.ListAsync(request.Caller().Workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal)
            ? request.List<WebhookBody>([.. listed.Items.Select(WebhookBody.Of)], listed.NextCursor)
            : request.Refuse(refusal);
    }

    [Function("Webhooks_Get")]
    [RequirePermission(Permissions.WebhooksRead)]
    [Summary("Get a webhook")]
    [Returns<WebhookBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await webhooks.GetAsync(request.Caller().Workspace, WebhookIds.Webhook.Read(id), cancellationToken)).Succeeded(out var webhook, out var refusal)
            ? request.Ok(WebhookBody.Of(webhook))
            : request.Refuse(refusal);

    [Function("Webhooks_Update")]
    [RequirePermission(Permissions.WebhooksWrite)]
    [Summary("Change a webhook", Details = "What is left out stays as it is.")]
    [Accepts<UpdateWebhookRequest>, Example("""{"events": [], "active": true}""")]
    [Returns<WebhookBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/webhooks/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateWebhookRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var changed = await webhooks.UpdateAsync(request.Caller().Workspace, WebhookIds.Webhook.Read(id), body.ToChange(), cancellationToken);
        return changed.Succeeded(out var webhook, out var refusal) ? request.Ok(WebhookBody.Of(webhook)) : request.Refuse(refusal);
    }

    [Function("Webhooks_Delete")]
    [RequirePermission(Permissions.WebhooksWrite)]
    [Summary("Delete a webhook", Details = "Deliveries that are still to be made are given up.")]
    [Returns<DeletedWebhookBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/webhooks/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await webhooks.DeleteAsync(request.Caller().Workspace, WebhookIds.Webhook.Read(id), cancellationToken)).Succeeded(out var deleted, out var refusal)
            ? request.Ok(new DeletedWebhookBody(WebhookIds.Webhook.Format(deleted.Id)))
            : request.Refuse(refusal);

    [Function("Webhooks_RotateSecret")]
    [RequirePermission(Permissions.WebhooksWrite)]
    [Summary("Make a new secret", Details = "For 24 hours deliveries carry a signature by each secret, so that receivers can change theirs in between.")]
    [Returns<IssuedWebhookBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> RotateSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{id}/rotate-secret")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await webhooks.RotateAsync(request.Caller().Workspace, WebhookIds.Webhook.Read(id), cancellationToken)).Succeeded(out var issued, out var refusal)
            ? request.Ok(IssuedWebhookBody.Of(issued)).WithHeader(HeaderNames.CacheControl, "no-store")
            : request.Refuse(refusal);
}
