using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Emulator.Hosting.Binding;

namespace Emulator.Queues;

/// <summary>A decoded message and what is known of it. As in the real worker, that data are texts.</summary>
internal sealed class QueueTriggerData(QueueMessage message, BinaryData body) : TriggerData
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public override IReadOnlyDictionary<string, object?> BindingData { get; } =
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = body.ToString(),
            ["Id"] = message.MessageId,
            ["PopReceipt"] = message.PopReceipt,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["InsertionTime"] = Time(message.InsertedOn),
            ["ExpirationTime"] = Time(message.ExpiresOn),
            ["NextVisibleTime"] = Time(message.NextVisibleOn),
        };

    public override object? ReadValue(Type type)
    {
        if (type == typeof(string))
            return body.ToString();
        if (type == typeof(BinaryData))
            return body;
        if (type == typeof(byte[]))
            return body.ToArray();
        if (type == typeof(QueueMessage))
            return message;
        return JsonSerializer.Deserialize(body, type, Json);
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
