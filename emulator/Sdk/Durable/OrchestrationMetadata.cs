using Emulator.Durable;

namespace Microsoft.DurableTask.Client;

/// <summary>A snapshot of an orchestration instance. Payloads are there only when they were asked for.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    /// <summary>JSON of what the orchestrator returned; the plain text of the error when it failed, of the reason while it is suspended.</summary>
    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    /// <summary>Always null, as with the Azure Storage backend: read <see cref="SerializedOutput"/>.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;

    internal bool HasPayloads { get; init; }

    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    private T? Read<T>(string? json) => HasPayloads
        ? DurableJson.Read<T>(json)
        : throw new InvalidOperationException(
            $"Instance '{InstanceId}' was fetched without its payloads. Ask for them with getInputsAndOutputs (or FetchInputsAndOutputs).");
}
