using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Webhooks.Deliveries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>What webhooks were sent, and how that went.</summary>
public sealed class WebhookDeliveryEndpoints(WebhookDeliveries deliveries)
{
    private static readonly string[] States = ["pending", "delivered", "failed"];

    [Function("Webhooks_Test")]
    [RequirePermission(Permissions.WebhooksWrite)]
    [Summary("Send a test event", Details = "Sent once, before this is answered, as a `webhook.test` event; the answer tells how it went.")]
    [Returns<DeliveryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{id}/test")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await deliveries.TestAsync(request.Caller().Workspace, WebhookIds.Webhook.Read(id), cancellationToken)).Succeeded(out var delivery, out var refusal)
            ? request.Ok(DeliveryBody.Of(delivery))
            : request.Refuse(refusal);

    [Function("WebhookDeliveries_List")]
    [RequirePermission(Permissions.WebhooksRead)]
    [Summary("List deliveries of a webhook, newest first")]
    [QueryParameter("status", "Only those that are pending, delivered or failed.", Type = typeof(DeliveryState))]
    [QueryParameter("limit", "Deliveries a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<DeliveryBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks/{id}/deliveries")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = request.Call().Dialect.ReadPage(parameters);
        var state = ReadState(parameters);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var listed = await deliveries.ListAsync(
            request.Caller().Workspace, WebhookIds.Webhook.Read(id), state, page.Limit, page.Cursor, cancellationToken);
        return listed.Succeeded(out var found, out var refusal)
            ? request.List<DeliveryBody>([.. found.Items.Select(DeliveryBody.Of)], found.NextCursor)
            : request.Refuse(refusal);
    }

    [Function("WebhookDeliveries_Get")]
    [RequirePermission(Permissions.WebhooksRead)]
    [Summary("Get a delivery with what is sent")]
    [Returns<DeliveryDetailsBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks/{id}/deliveries/{deliveryId}")] HttpRequest request,
        string id,
        string deliveryId,
        CancellationToken cancellationToken)
    {
        var found = await deliveries.GetAsync(
            request.Caller().Workspace, WebhookIds.Webhook.Read(id), WebhookIds.Delivery.Read(deliveryId), cancellationToken);
        return found.Succeeded(out var delivery, out var refusal)
            ? request.Ok(DeliveryDetailsBody.Of(delivery, await deliveries.BodyOfAsync(delivery, cancellationToken)))
            : request.Refuse(refusal);
    }

    [Function("WebhookDeliveries_Redeliver")]
    [RequirePermission(Permissions.WebhooksWrite)]
    [Idempotent]
    [Summary("Deliver again", Details = "The same event with the same `webhook-id`, in the background, with the retry schedule from its start.")]
    [Returns<DeliveryBody>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Redeliver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver")] HttpRequest request,
        string id,
        string deliveryId,
        CancellationToken cancellationToken)
    {
        var again = await deliveries.RedeliverAsync(
            request.Caller().Workspace, WebhookIds.Webhook.Read(id), WebhookIds.Delivery.Read(deliveryId), cancellationToken);
        return again.Succeeded(out var delivery, out var refusal)
            ? request.Bare(StatusCodes.Status202Accepted, DeliveryBody.Of(delivery))
            : request.Refuse(refusal);
    }

    private static DeliveryState? ReadState(RequestParameters parameters)
    {
        var states = parameters.Words("status", States, []);
        if (states.Count > 1)
            parameters.Fail("status", "Name one.");
        return states.Count == 1 && Enum.TryParse<DeliveryState>(states.Single(), ignoreCase: true, out var state) ? state : null;
    }
}
