using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Webhooks.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Webhooks;

public static class WebhookServices
{
    /// <summary>Adds <see cref="Webhooks"/> and what delivers to them. Needs storage and secrets.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddAddressPolicy();
        services.AddHttpClient(DeliverySender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var handler = OutgoingHttp.Handler(provider.GetRequiredService<AddressPolicy>());
                // A redirect is a failure: its owner has to change the address.
                handler.AllowAutoRedirect = false;
                handler.MaxResponseHeadersLength = DeliverySender.MostHeaderKilobytes;
                return handler;
            })
            // Addresses may hold keys.
            .RemoveAllLoggers();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookRules>();
        services.AddSingleton<WebhookKeys>();
        services.AddSingleton<Webhooks>();
        services.AddSingleton<EventAnnouncer>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton(provider => new DueList<DeliveryKey>(provider.GetRequiredService<PlatformStorage>(), "WebhookDue", key => key.Id));
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliverySlots>();
        services.AddSingleton<DeliverySender>();
        services.AddSingleton<DeliveryWorker>();
        services.AddSingleton<DeliverySweep>();
        services.AddSingleton<WebhookDeliveries>();
        return services;
    }
}
