using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Shows syncs in the words of this API.</summary>
public sealed class SmithSyncs(Syncs.Syncs syncs, SyncRuns runs)
{
    public async Task<SmithSyncBody> ShowAsync(Sync sync, CancellationToken cancellationToken)
    {
        var error = await ErrorOfAsync(sync, cancellationToken);
        var next = sync.Schedule is Schedule.Manual or Schedule.After ? null : await syncs.ScheduleStateAsync(sync, cancellationToken);
        return new(
            sync.Id,
            sync.Workspace.Value,
            sync.ModelId,
            sync.DestinationId,
            sync.Name,
            sync.Description ?? "",
            SmithMappings.ShowColumns(sync.Mappings),
            sync.Write,
            SmithSchedules.ShowCron(sync.Schedule),
            sync.Key is [var column] ? column : "",
            ConfigOf(sync),
            sync.IsEnabled,
            !sync.IsEnabled ? "paused" : sync.Progress.LastState == RunState.Failed ? "error" : "active",
            error,
            sync.Progress.LastSyncedAt,
            sync.Progress.ActiveRun ?? sync.Progress.LastRun,
            next?.NextDueAt,
            Creator.Of(sync.Details),
            sync.CreatedAt,
            sync.UpdatedAt);
    }

    private static SmithSyncConfig ConfigOf(Sync sync) => new()
    {
        Stream = sync.Stream,
        Read = sync.Read,
        CursorColumn = sync.CursorColumn,
        PrimaryKey = sync.Key.Count > 1 ? sync.Key : null,
        Mappings = SmithMappings.ShowOthers(sync.Mappings),
        MaxRemovalShare = sync.MaxRemovalShare,
        TimeZone = sync.TimeZone,
        ScheduleTimeZone = SmithSchedules.ShowZone(sync.Schedule),
        Every = SmithSchedules.ShowEvery(sync.Schedule),
        AfterSyncId = (sync.Schedule as Schedule.After)?.Id,
        MissedRuns = sync.Missed,
        Options = sync.Options.Count > 0 ? sync.Options : null,
    };

    private async Task<string> ErrorOfAsync(Sync sync, CancellationToken cancellationToken)
    {
        if (sync.Progress is not { LastState: RunState.Failed or RunState.PartiallySucceeded, LastRun: { } last })
            return "";
        return (await runs.GetAsync(sync.Workspace, sync.Id, last, cancellationToken)).Succeeded(out var run, out _)
            ? run.Error?.Message ?? ""
            : "The latest run's record is no longer kept.";
    }
}
