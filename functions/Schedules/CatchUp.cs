namespace FunctionsPlatform.Schedules;

/// <summary>What to do about a schedule that is due.</summary>
/// <param name="RunsAt">The occurrence to start, the one that is due or a later one; null for none.</param>
/// <param name="Missed">Occurrences that get no run of their own.</param>
/// <param name="Next">When the schedule is due after that; null for never.</param>
internal readonly record struct CatchUp(DateTimeOffset? RunsAt, long Missed, DateTimeOffset? Next)
{
    /// <summary>The age up to which an occurrence is merely late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <param name="due">When it is due: not after now.</param>
    /// <param name="wasClaimed">Someone took it and did not say that it was started. It was in time then, so it is run however late it is now.</param>
    public static CatchUp Decide(ScheduleEntry entry, DateTimeOffset due, bool wasClaimed, DateTimeOffset now)
    {
        if (entry.Missed == MissedRuns.RunOnce)
            return new CatchUp(due, Count(due, now), Next(now));

        var tooOld = now - Grace - TimeSpan.FromTicks(1);
        var first = Next(due > tooOld ? due : tooOld);
        if (wasClaimed || due > tooOld)
            return new CatchUp(due, Count(due, tooOld), first);
        var missed = 1 + Count(due, tooOld);
        return first is { } late && late <= now ? new CatchUp(late, missed, Next(late)) : new CatchUp(null, missed, first);

        DateTimeOffset? Next(DateTimeOffset from) => entry.Schedule.NextAfter(from, entry.Anchor);

        long Count(DateTimeOffset after, DateTimeOffset until) => entry.Schedule.CountBetween(after, until, entry.Anchor);
    }
}
