using FunctionsPlatform.Syncs.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Syncs;

/// <summary>Takes one run of a sync from its source to its destination. Its instance id is the run's id.</summary>
public static class SyncOrchestrator
{
    /// <summary>Raised with the number of a chunk that is finished, or with <see cref="Look"/>.</summary>
    public const string ProgressEvent = "progress";

    /// <summary>Something was wished of the run.</summary>
    public const int Look = -1;

    /// <summary>Chunks that are delivered between two fresh histories.</summary>
    private const int Wave = 200;

    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(1);

    // A source or destination that is away for a moment is tried again; whatever else fails is recorded on the run by the activity itself.
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(6, TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30)));

    public static Task StartAsync(DurableTaskClient client, RunKey key, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            nameof(SyncOrchestrator), new RunPass(key), new StartOrchestrationOptions(InstanceId: key.Id.ToString("N")), cancellationToken);

    /// <summary>Lets a run know that something was wished of it. Without this it finds out by itself, later.</summary>
    public static async Task WakeAsync(DurableTaskClient client, RunKey key, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(client, key, Look, cancellationToken);
        }
        catch (Exception ended) when (ended is not OperationCanceledException)
        {
            // It ended between the look and the event: its record, where the wish stands, decides.
        }
    }

    /// <summary>Lets a run know that a chunk is finished. A run that does not wait any more needs not know.</summary>
    public static async Task TellAsync(DurableTaskClient client, RunKey key, int chunk, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(key.Id.ToString("N"), cancellationToken) is { IsRunning: true })
            await client.RaiseEventAsync(key.Id.ToString("N"), ProgressEvent, chunk, cancellationToken);
    }

    [Function(nameof(SyncOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var pass = context.GetInput<RunPass>()!;
        try
        {
            if (pass.Chunks < 0)
                pass = pass with { Chunks = await PrepareAsync(context, pass.Key) };
            if (pass.Chunks < 0)
                return;
            if (pass.Next < pass.Chunks)
            {
                var end = Math.Min(pass.Next + Wave, pass.Chunks);
                var goesOn = await DeliverAsync(context, pass.Key, pass.Next, end);
                if (goesOn && end < pass.Chunks)
                {
                    context.ContinueAsNew(pass with { Next = end });
                    return;
                }
            }

            await context.CallActivityAsync(nameof(SyncActivities.CommitRun), pass.Key, Retried);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(SyncActivities.GiveUpRun), pass.Key, Retried);
        }
    }

    /// <returns>The number of chunks to deliver; less than 0 when the run is over already.</returns>
    private static async Task<int> PrepareAsync(TaskOrchestrationContext context, RunKey key)
    {
        foreach (var activity in new[] { nameof(SyncActivities.PrepareRun), nameof(SyncActivities.ExtractSource), nameof(SyncActivities.CompareRows) })
        {
            RunStep step;
            while ((step = await context.CallActivityAsync<RunStep>(activity, key, Retried)).IsPaused)
                await NextSignalAsync(context, LongestPatience);
            if (step.IsOver)
                return -1;
            if (step.Chunks is { } chunks)
                return chunks;
        }

        return -1;
    }

    /// <returns>False when the run was cancelled: what is left is not delivered.</returns>
    private static async Task<bool> DeliverAsync(TaskOrchestrationContext context, RunKey key, int first, int end)
    {
        var open = new SortedSet<int>(Enumerable.Range(first, end - first));
        await context.CallActivityAsync(nameof(SyncActivities.EnqueueChunks), new ChunkList(key, [.. open]), Retried);
        for (var patience = FirstPatience; open.Count > 0;)
        {
            var signal = await NextSignalAsync(context, patience);
            if (signal is { } chunk && chunk != Look)
            {
                open.Remove(chunk);
                patience = FirstPatience;
                continue;
            }

            var sweep = await context.CallActivityAsync<ChunkSweep>(nameof(SyncActivities.SweepChunks), new ChunkList(key, [.. open]), Retried);
            open = [.. sweep.Open];
            if (sweep.IsCancelled && open.Count == 0)
                return false;
            patience = patience * 2 < LongestPatience ? patience * 2 : LongestPatience;
        }

        return true;
    }

    private static async Task<int?> NextSignalAsync(TaskOrchestrationContext context, TimeSpan patience)
    {
        try
        {
            return await context.WaitForExternalEvent<int>(ProgressEvent, patience);
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }
}

/// <summary>Input of the orchestration.</summary>
/// <param name="Chunks">How many there are to deliver; less than 0 before that is known.</param>
/// <param name="Next">The first that is not delivered yet.</param>
public sealed record RunPass(RunKey Key, int Chunks = -1, int Next = 0);

/// <summary>What an activity says of the run.</summary>
/// <param name="IsOver">The run has ended; nothing is left to do.</param>
/// <param name="IsPaused">The step was not done, because the run is to wait.</param>
/// <param name="Chunks">What there is to deliver, after the last step before.</param>
public sealed record RunStep(bool IsOver = false, bool IsPaused = false, int? Chunks = null);

public sealed record ChunkList(RunKey Key, IReadOnlyList<int> Chunks);

/// <param name="Open">Those that are not finished.</param>
public sealed record ChunkSweep(IReadOnlyList<int> Open, bool IsCancelled);
