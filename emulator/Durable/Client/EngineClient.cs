using DurableTask.Core.Exceptions;
using Emulator.Durable.Engine;
using Emulator.Durable.Store;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Client;

/// <summary>The client of the engine in this process.</summary>
internal sealed class EngineClient(DurableStore store, WorkQueues queues, InstanceWatch watch, DurableEngineOptions options, TimeProvider time)
    : DurableTaskClient(options.HubName)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var now = Now;
        var json = DurableJson.Write(input);
        var instance = new Instance(options?.InstanceId ?? Ids.New(), Ids.New(), orchestratorName, OrchestrationRuntimeStatus.Pending, now, now);
        var started = await store.WriteAsync(
            transaction => transaction.TryStart(instance, json, options?.StartAt?.UtcDateTime ?? now),
            queues.Post);
        return started is not null
            ? instance.Id
            : throw new OrchestrationAlreadyExistsException($"An orchestration instance with the id '{instance.Id}' is running already.");
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new HistoryEvent(EventKind.EventRaised, Now, Name: eventName, Payload: DurableJson.Write(eventPayload)));

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        options?.Recursive == true
            ? throw new NotSupportedException("Terminating sub-orchestrations with their parent is not supported. Terminate each by its id.")
            : SendAsync(instanceId, new HistoryEvent(EventKind.Terminated, Now, Payload: DurableJson.Write(options?.Output)));

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new HistoryEvent(EventKind.Suspended, Now, Payload: reason));

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new HistoryEvent(EventKind.Resumed, Now, Payload: reason));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, instance => instance.Status != OrchestrationRuntimeStatus.Pending, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, instance => instance.IsFinished, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        var instance = store.Read(reader => reader.Find(instanceId));
        return Task.FromResult(instance is null ? null : Metadata.Of(instance, store, getInputsAndOutputs, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(store, filter ?? new OrchestrationQuery(), Name);

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        PurgeAsync(instanceId, new PurgeInstancesFilter(), options);

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        PurgeAsync(null, filter, options);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<PurgeResult> PurgeAsync(string? instanceId, PurgeInstancesFilter filter, PurgeInstanceOptions? options)
    {
        if (options?.Recursive == true)
            throw new NotSupportedException("Purging sub-orchestrations with their parent is not supported. Purge each by its id.");
        return new PurgeResult(await store.WriteAsync(transaction => transaction.Purge(
            instanceId, filter.CreatedFrom?.UtcDateTime, filter.CreatedTo?.UtcDateTime, filter.Statuses)));
    }

    private async Task SendAsync(string instanceId, HistoryEvent e)
    {
        var sent = await store.WriteAsync(transaction => transaction.Send(instanceId, null, e), queues.Post);
        if (sent is not null)
            return;
        throw store.Read(reader => reader.Find(instanceId)) is null
            ? NotFound(instanceId)
            : new RpcException(StatusCode.FailedPrecondition, $"The orchestration instance '{instanceId}' is not running.");
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, bool withPayloads, Func<Instance, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            var change = watch.NextChange(instanceId);
            var instance = store.Read(reader => reader.Find(instanceId)) ?? throw NotFound(instanceId);
            if (condition(instance))
                return Metadata.Of(instance, store, withPayloads, withPayloads);
            await change.WaitAsync(cancellation);
        }
    }

    private static RpcException NotFound(string instanceId) =>
        new(StatusCode.NotFound, $"There is no orchestration instance '{instanceId}'.");
}
