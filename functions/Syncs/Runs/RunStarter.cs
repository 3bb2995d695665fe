using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Starts runs that nobody asks for by hand: those that fall due, and those that follow another.</summary>
public sealed class RunStarter(SyncStore syncs, SyncRuns runs, SyncSchedules schedules, TimeProvider clock)
{
    private const int AtATime = 100;

    /// <summary>Makes the runs of what is due; there is none where the sync is disabled, gone or running already.</summary>
    /// <param name="orchestrate">Starts a run that was made. Of one that runs already it starts nothing.</param>
    /// <param name="failed">Told of the sync that could not be started.</param>
    public Task StartDueAsync(Func<SyncRun, Task> orchestrate, Action<Exception, Guid> failed, CancellationToken cancellationToken) => schedules.Due.StartAsync(
        clock,
        AtATime,
        async due =>
        {
            var request = new RunRequest(Trigger: RunTrigger.Schedule) { DueAt = due.DueAt };
            if (await StartAsync(due.Workspace, due.Id, request, due.RunId, cancellationToken) is { } run)
                await orchestrate(run);
        },
        failed,
        cancellationToken);

    /// <summary>The runs of syncs that wait for the end of a run. The same end twice starts nothing twice.</summary>
    public async Task<IReadOnlyList<SyncRun>> StartAfterAsync(RunEnded ended, CancellationToken cancellationToken)
    {
        var started = new List<SyncRun>();
        if (ended.State is not (RunState.Succeeded or RunState.PartiallySucceeded) || ended.Kind == RunKind.DryRun)
            return started;
        foreach (var (workspace, follower) in await schedules.ListFollowersAsync(ended.Run.SyncId, cancellationToken))
        {
            var request = new RunRequest(Trigger: RunTrigger.AfterRun) { AfterRun = ended.Run.Id };
            var latest = (await runs.ListAsync(workspace, follower, null, 1, null, cancellationToken)).Value.Items;
            if (latest is [{ Request.AfterRun: var known }] && known == ended.Run.Id)
                continue;
            if (await StartAsync(workspace, follower, request, null, cancellationToken) is { } run)
                started.Add(run);
        }

        return started;
    }

    private async Task<SyncRun?> StartAsync(WorkspaceId workspace, Guid syncId, RunRequest request, Guid? id, CancellationToken cancellationToken)
    {
        if (await syncs.FindAsync(workspace, syncId, cancellationToken) is not { IsEnabled: true })
            return null;
        if ((await runs.StartAsync(workspace, syncId, request, cancellationToken, id)).Succeeded(out var run, out var refusal))
            return run;
        if (refusal.Code == SyncErrors.Active.Code)
            await runs.SkipAsync(workspace, syncId, request, cancellationToken, id);
        return null;
    }
}
