using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPlatform.Webhooks;
using FunctionsPlatform.Webhooks.Deliveries;

namespace FunctionsPlatform.Api.DataForge;

public sealed record CreateWebhookRequest(
    [property: Description("Where events are sent: an https address that answers with a status from 200 to 299.")] string Url,
    [property: Description("Types of events; left out or empty for all.")] IReadOnlyList<string>? Events = null,
    string? Description = null,
    bool Active = true)
{
    public NewWebhook ToNew() => new(Url, Events ?? [], Description, Active);
}

/// <summary>What is left out stays as it is.</summary>
public sealed record UpdateWebhookRequest(
    [property: MinLength(1)] string? Url = null,
    [property: Description("Empty for all.")] IReadOnlyList<string>? Events = null,
    string? Description = null,
    [property: Description("True also switches a webhook on again that was switched off for its failures.")] bool? Active = null)
{
    public WebhookChange ToChange() => new(Url, Events, Description, Active);
}

public record WebhookBody(
    string Id,
    string Url,
    IReadOnlyList<string> Events,
    string? Description,
    bool Active,
    [property: Description("`inactive` where its owner switched it off, `gone` where it answered 410, `failing` where its deliveries failed for five days.")] WebhookState Status,
    [property: Description("The first failure since the last success.")] DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static WebhookBody Of(Webhook webhook) => new(
        WebhookIds.Webhook.Format(webhook.Id),
        webhook.Url,
        webhook.Events,
        webhook.Description,
        webhook.IsActive,
        webhook.State,
        webhook.Health.FailingSince,
        webhook.CreatedAt,
        webhook.UpdatedAt);
}

/// <summary>A webhook with its new secret.</summary>
public sealed record IssuedWebhookBody : WebhookBody
{
    private IssuedWebhookBody(WebhookBody webhook, string secret, DateTimeOffset? formerUntil)
        : base(webhook) => (Secret, FormerSecretValidUntil) = (secret, formerUntil);

    [JsonPropertyOrder(1), Description("What deliveries are signed with: shown here and never again.")]
    public string Secret { get; }

    [JsonPropertyOrder(1), Description("Until then deliveries are signed with the former secret as well.")]
    public DateTimeOffset? FormerSecretValidUntil { get; }

    public static IssuedWebhookBody Of(IssuedWebhook issued) =>
        new(WebhookBody.Of(issued.Webhook), issued.Secret, issued.Webhook.Keys.Skip(1).FirstOrDefault()?.Until);

    public override string ToString() => $"IssuedWebhookBody {{ Id = {Id} }}";
}

public sealed record DeletedWebhookBody(string Id, bool Deleted = true);

/// <summary>An event on its way to a webhook.</summary>
public record DeliveryBody(
    string Id,
    string WebhookId,
    [property: Description("The header `webhook-id`: the same in every attempt.")] string EventId,
    string EventType,
    DeliveryState Status,
    IReadOnlyList<DeliveryAttemptBody> Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset CreatedAt)
{
    public static DeliveryBody Of(Delivery delivery) => new(
        WebhookIds.Delivery.Format(delivery.Id),
        WebhookIds.Webhook.Format(delivery.WebhookId),
        StoredEvent.PublicId.Format(delivery.EventId),
        delivery.EventType,
        delivery.State,
        [.. delivery.Attempts.Select(attempt => new DeliveryAttemptBody(attempt.At, attempt.Status, attempt.Error, attempt.DurationMs))],
        delivery.NextAttemptAt,
        delivery.CreatedAt);
}

public sealed record DeliveryAttemptBody(DateTimeOffset At, int? ResponseStatus, string? Error, int DurationMs);

/// <summary>A delivery with what is sent.</summary>
public sealed record DeliveryDetailsBody : DeliveryBody
{
    private DeliveryDetailsBody(DeliveryBody delivery, JsonElement? payload)
        : base(delivery) => Payload = payload;

    [JsonPropertyOrder(1), Description("The event as it is sent; null when it is not kept any more.")]
    public JsonElement? Payload { get; }

    public static DeliveryDetailsBody Of(Delivery delivery, string? body) => new(DeliveryBody.Of(delivery), body is null ? null : JsonSerializer.Deserialize<JsonElement>(body));
}
