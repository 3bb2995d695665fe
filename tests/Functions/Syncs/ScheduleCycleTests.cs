using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class ScheduleCycleTests
{
    [Fact]
    public void Syncs_that_would_wait_for_each_other_are_named()
    {
        var (a, b, c, d) = (Guid.Parse("00000000-0000-0000-0000-00000000000a"), Guid.Parse("00000000-0000-0000-0000-00000000000b"), Guid.Parse("00000000-0000-0000-0000-00000000000c"), Guid.Parse("00000000-0000-0000-0000-00000000000d"));
        var schedules = new Dictionary<Guid, Schedule> { [b] = new Schedule.After(c), [c] = new Schedule.After(a), [a] = new Schedule.Manual() };
        Schedule? Of(Guid id) => schedules.GetValueOrDefault(id);

        Assert.Equal([a, b, c, a], ScheduleCycles.Find(a, new Schedule.After(b), Of));
        Assert.Equal([a, a], ScheduleCycles.Find(a, new Schedule.After(a), Of));
        Assert.Null(ScheduleCycles.Find(d, new Schedule.After(b), Of));
        Assert.Null(ScheduleCycles.Find(d, new Schedule.After(Guid.Empty), Of));
        Assert.Null(ScheduleCycles.Find(a, new Schedule.Every(TimeSpan.FromHours(1)), Of));
        schedules[a] = new Schedule.After(b);
        Assert.Equal([b, c, a, b], ScheduleCycles.Find(d, new Schedule.After(b), Of));
        Assert.Contains("A after B after A", SyncErrors.Cycle(["A", "B", "A"]).Message, StringComparison.Ordinal);
    }
}
