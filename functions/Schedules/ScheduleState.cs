using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Schedules;

/// <summary>How a schedule is doing.</summary>
/// <param name="Id">Of what is scheduled.</param>
/// <param name="NextDueAt">Null when it is never due by the clock.</param>
/// <param name="LastStartedAt">When the schedule last started a run.</param>
/// <param name="MissedCount">Occurrences since the schedule was set that got no run of their own.</param>
public sealed record ScheduleState(
    WorkspaceId Workspace, Guid Id, Schedule Schedule, MissedRuns Missed, DateTimeOffset? NextDueAt, DateTimeOffset? LastStartedAt, long MissedCount)
{
    /// <summary>How late a start may be before something must be wrong: the timer looks every few seconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether it should have started a run long ago.</summary>
    public bool IsOverdue(DateTimeOffset now) => NextDueAt + Patience < now;
}
