using Azure.Storage.Queues;
using Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Emulator.Queues;

/// <summary>A trigger's queue, and the one beside it for messages that fail every try.</summary>
internal sealed record QueueConnection(QueueClient Queue, QueueClient Poison)
{
    private const string DefaultConnection = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">A setting is missing, or the name is none a queue can have.</exception>
    public static QueueConnection Open(QueueTriggerAttribute trigger, IConfiguration configuration)
    {
        var name = SettingReferences.Resolve(trigger.QueueName, configuration).ToLowerInvariant();
        QueueName.Require(name);
        var connection = trigger.Connection ?? DefaultConnection;
        return new QueueConnection(OpenQueue(connection, name, configuration), OpenQueue(connection, $"{name}-poison", configuration));
    }

    private static QueueClient OpenQueue(string connection, string name, IConfiguration configuration)
    {
        if (configuration[$"AzureWebJobs{connection}"] is { Length: > 0 } prefixed)
            return new QueueClient(prefixed, name);
        if (configuration[connection] is { Length: > 0 } connectionString)
            return new QueueClient(connectionString, name);
        if (configuration[$"{connection}:queueServiceUri"] is { Length: > 0 } service)
            return new QueueServiceClient(new Uri(service)).GetQueueClient(name);
        throw new InvalidOperationException(
            $"The connection '{connection}' has no value: set a connection string, or '{connection}__queueServiceUri' to an address.");
    }
}
