using Emulator.Durable.Store;
using Microsoft.DurableTask;

namespace Emulator.Durable.Engine;

/// <summary>Runs one activity and records how it ended: once, whatever happens in between.</summary>
internal sealed class ActivityRunner(DurableStore store, WorkQueues queues, IDurableFunctions functions, TimeProvider time)
{
    public async Task RunAsync(ActivityWork work, CancellationToken stopping)
    {
        if (await InvokeAsync(work, stopping) is not { } result)
            return;
        await store.WriteAsync(
            transaction => transaction.TryFinishActivity(work.Id) ? transaction.Send(work.InstanceId, work.Execution, result) : null,
            queues.Post);
    }

    /// <summary>The event that tells the result, or null when the host stopped meanwhile: the activity runs again after its restart.</summary>
    private async Task<HistoryEvent?> InvokeAsync(ActivityWork work, CancellationToken stopping)
    {
        if (!functions.HasActivity(work.Name))
            return Failed(work, new InvalidOperationException(
                $"The function '{work.Name}' doesn't exist, is disabled, or is not an activity function."));
        try
        {
            var value = await functions.RunActivityAsync(work.Name, work.InstanceId, work.Input, stopping);
            return new HistoryEvent(EventKind.TaskCompleted, Now, work.TaskId, Payload: DurableJson.Write(value));
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return Failed(work, e);
        }
    }

    private HistoryEvent Failed(ActivityWork work, Exception exception) =>
        new(EventKind.TaskFailed, Now, work.TaskId, Payload: DurableJson.Write(TaskFailureDetails.FromException(exception)));

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
