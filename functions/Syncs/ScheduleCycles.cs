using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Syncs;

public static class ScheduleCycles
{
    /// <summary>The syncs that would wait for each other if one were given a schedule, each after the next, the first again at the end; null when none would.</summary>
    /// <param name="scheduleOf">The schedules of the others; null for a sync that is not there.</param>
    public static IReadOnlyList<Guid>? Find(Guid syncId, Schedule schedule, Func<Guid, Schedule?> scheduleOf)
    {
        var path = new List<Guid> { syncId };
        for (var current = schedule; current is Schedule.After { Id: var next }; current = scheduleOf(next))
        {
            var at = path.IndexOf(next);
            path.Add(next);

            // A circle that the sync only leads into is another's mistake, and still no way to run.
            if (at >= 0)
                return path[at..];
        }

        return null;
    }
}
