using Emulator.Hosting.Binding;

namespace Emulator.Durable;

/// <summary>An activity's input, and the id of the instance that called it.</summary>
internal sealed class ActivityTriggerData(string instanceId, string? inputJson) : TriggerData
{
    public override IReadOnlyDictionary<string, object?> BindingData =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };

    public override object? ReadValue(Type type) => DurableJson.Read(inputJson, type);
}
