using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Snapshots;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Ends runs: records how, lets the sync go, and tells whoever waits for it. Every part may be done twice.</summary>
public sealed class RunEnds(SyncStore syncs, SyncRunStore runs, SyncQueues queues, SyncFiles files, Webhooks.Webhooks webhooks, TimeProvider clock)
{
    /// <param name="finish">Makes the run's final record of its present one.</param>
    /// <param name="progress">What the sync has gained; null when nothing.</param>
    public async Task EndAsync(RunKey key, Func<SyncRun, SyncRun> finish, Func<SyncProgress, SyncProgress>? progress, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(key, cancellationToken) is not { } current)
            return;
        var now = clock.GetUtcNow();
        var final = current.IsFinished ? current : finish(current) with { FinishedAt = now, UpdatedAt = now };
        // The sync first: what was accepted must be known before another run can begin.
        await syncs.ChangeAsync(current.Workspace, key.SyncId, Release, cancellationToken);
        await runs.ChangeAsync(key, run => run.IsFinished ? null : final, cancellationToken);
        await webhooks.AnnounceAsync(final.Workspace, Event(final, now), cancellationToken);
        await queues.SendAsync(new RunEnded(key, final.Request.Kind, final.State), cancellationToken);
        await runs.CloseAsync(key, cancellationToken);
        files.Release(RunFiles.Of(key));

        Sync? Release(Sync sync)
        {
            if (sync.Progress.ActiveRun != key.Id)
                return null;
            var gained = progress?.Invoke(sync.Progress) ?? sync.Progress;
            return sync with
            {
                Progress = gained with
                {
                    ActiveRun = null,
                    LastRun = key.Id,
                    LastState = final.State,
                    LastSyncedAt = final.State is RunState.Succeeded or RunState.PartiallySucceeded && final.Request.Kind != RunKind.DryRun
                        ? now
                        : gained.LastSyncedAt,
                },
            };
        }
    }

    public Task FailAsync(RunKey key, ApiError error, CancellationToken cancellationToken) =>
        EndAsync(key, run => run with { State = RunState.Failed, Error = error }, null, cancellationToken);

    public Task CancelAsync(RunKey key, CancellationToken cancellationToken) =>
        EndAsync(key, run => run with { State = RunState.Cancelled }, null, cancellationToken);

    private static WebhookEvent Event(SyncRun run, DateTimeOffset now)
    {
        var type = run.State is RunState.Succeeded or RunState.PartiallySucceeded ? EventTypes.SyncRunCompleted : EventTypes.SyncRunFailed;
        var data = new JsonObject
        {
            ["sync_id"] = run.SyncId,
            ["run_id"] = run.Id,
            ["kind"] = Word(run.Request.Kind),
            ["trigger"] = Word(run.Request.Trigger),
            ["status"] = Word(run.State),
            ["started_at"] = run.StartedAt,
            ["finished_at"] = run.FinishedAt,
            ["rows"] = new JsonObject
            {
                ["read"] = run.Counts.Read,
                ["unchanged"] = run.Counts.Unchanged,
                ["added"] = run.Counts.Added,
                ["changed"] = run.Counts.Changed,
                ["removed"] = run.Counts.Removed,
                ["rejected"] = run.Counts.Rejected,
                ["not_sent"] = run.Counts.NotSent,
            },
            ["error_code"] = run.Error?.Code,
        };
        return new WebhookEvent(WebhookEvent.IdOf(run.Id, type), type, now, data);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
