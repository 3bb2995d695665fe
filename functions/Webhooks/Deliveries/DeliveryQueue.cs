using System.Text.Json;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>The queue of deliveries to make.</summary>
public sealed class DeliveryQueue(PlatformStorage storage, IConfiguration configuration)
{
    /// <summary>The setting that names the queue.</summary>
    public const string Setting = "WebhookQueue";

    public async Task SendAsync(DeliveryKey key, CancellationToken cancellationToken)
    {
        var name = configuration[Setting] ?? throw new InvalidOperationException($"The setting {Setting} is missing: it names a queue.");
        await (await storage.QueueAsync(name, cancellationToken)).SendMessageAsync(JsonSerializer.Serialize(key), cancellationToken);
    }
}
