using Emulator.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Client;

internal static class Metadata
{
    /// <param name="instance">What is told.</param>
    /// <param name="store">Where its input is.</param>
    /// <param name="withPayloads">Whether input, output and custom status come along.</param>
    /// <param name="isReadable">Whether they were asked for, so that they may be read as objects.</param>
    public static OrchestrationMetadata Of(Instance instance, DurableStore store, bool withPayloads, bool isReadable) => new(instance.Name, instance.Id)
    {
        RuntimeStatus = instance.Status,
        CreatedAt = instance.CreatedAt,
        LastUpdatedAt = instance.UpdatedAt,
        HasPayloads = isReadable,
        SerializedInput = withPayloads ? store.Read(reader => reader.Input(instance.Id)) : null,
        SerializedOutput = withPayloads ? instance.Output : null,
        SerializedCustomStatus = withPayloads ? instance.CustomStatus : null,
    };
}
