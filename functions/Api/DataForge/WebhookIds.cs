using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.DataForge;

internal static class WebhookIds
{
    public static readonly PublicId Webhook = new("webhook", "wh-");

    public static readonly PublicId Delivery = new("webhook delivery", "whd-");
}
