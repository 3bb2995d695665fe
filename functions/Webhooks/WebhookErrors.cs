using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Webhooks;

public static class WebhookErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "webhook_not_found", "There is no webhook of that id in this workspace. List the webhooks to see which there are.");

    public static ApiError DeliveryNotFound { get; } = new(
        ErrorKind.NotFound, "webhook_delivery_not_found", "There is no delivery of that id; deliveries are kept for 30 days unless the deployment says otherwise.");

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "webhook_invalid", "The webhook is not valid.", fields);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_webhooks", $"A workspace has at most {most} webhooks; delete one first.");

    public static ApiError NotActive { get; } = new(
        ErrorKind.NotAllowedInState, "webhook_not_active", "The webhook is switched off; set it active first.");

    public static ApiError EventExpired { get; } = new(
        ErrorKind.NotAllowedInState, "webhook_event_expired", "What was to be delivered is not kept any more.");
}
