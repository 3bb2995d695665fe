using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Datasets;

/// <summary>When datasets that are queries are refreshed by themselves.</summary>
public sealed class DatasetSchedules(PlatformStorage storage, Datasets datasets, TimeProvider clock)
{
    private const int AtATime = 50;

    private readonly Timetable _schedules = new(storage, "DatasetSchedules");

    /// <summary>Null where there is none.</summary>
    public Task<ScheduleState?> FindAsync(Guid dataset, CancellationToken cancellationToken) => _schedules.FindAsync(dataset, cancellationToken);

    /// <summary>Gives a dataset a schedule, in place of the one it had.</summary>
    public async Task<Result<Dataset>> SetAsync(Dataset dataset, Schedule schedule, CancellationToken cancellationToken)
    {
        if (dataset.Source.Type != DatasetSourceType.Query)
            return DatasetErrors.NotRefreshable;
        return (await _schedules.SetAsync(dataset.Workspace, dataset.Id, schedule, MissedRuns.RunOnce, clock.GetUtcNow(), cancellationToken)).Succeeded(out _, out var refusal) ? dataset : refusal;
    }

    public Task RemoveAsync(Guid dataset, CancellationToken cancellationToken) => _schedules.RemoveAsync(dataset, cancellationToken);

    /// <summary>Starts what is due. A dataset that is being imported already is refreshed by that.</summary>
    public Task RefreshDueAsync(Action<Exception, Guid> failed, CancellationToken cancellationToken) => _schedules.Due.StartAsync(
        clock,
        AtATime,
        async due =>
        {
            var started = await datasets.RefreshAsync(due.Workspace, due.Id, cancellationToken);
            if (!started.Succeeded(out _, out var refusal) && refusal != DatasetErrors.Busy)
                await _schedules.RemoveAsync(due.Id, cancellationToken);
        },
        failed,
        cancellationToken);
}
