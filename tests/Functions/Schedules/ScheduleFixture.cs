using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Tests.Platform;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Schedules;

/// <summary>Schedules in storage of their own, a clock, and the runs that were started: a start of a run id that is known starts nothing.</summary>
internal sealed class ScheduleFixture(PlatformStorage storage)
{
    private const string Table = "Schedules";

    private readonly Ids _ids = new(TimeProvider.System);

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.Parse("2024-01-31T10:00:00Z"));

    public DateTimeOffset Now => Clock.GetUtcNow();

    public WorkspaceId Workspace { get; } = new(Guid.Parse("0191d7e5-0000-7000-8000-000000000001"));

    public Timetable Schedules { get; } = new(storage, Table);

    public Dictionary<Guid, DateTimeOffset> Runs { get; } = [];

    public static async Task<ScheduleFixture> OpenAsync() => new(await TestStorage.OpenAsync());

    /// <summary>As another instance has it.</summary>
    public DueSchedules Due() => new Timetable(storage, Table).Due;

    public async Task<Guid> AddAsync(Schedule schedule, MissedRuns missed = MissedRuns.RunOnce)
    {
        var id = _ids.New();
        var set = await Schedules.SetAsync(Workspace, id, schedule, missed, Now, default);
        Assert.True(set.Succeeded(out _, out _));
        return id;
    }

    public Task<Guid> AddEveryAsync(int minutes, MissedRuns missed = MissedRuns.RunOnce) => AddAsync(new Schedule.Every(TimeSpan.FromMinutes(minutes)), missed);

    public Task<IReadOnlyList<ScheduledOccurrence>> ClaimAsync(int max = 1_000) => Due().ClaimDueAsync(Now, max, default);

    public void Start(ScheduledOccurrence occurrence)
    {
        lock (Runs)
            Runs.TryAdd(occurrence.RunId, occurrence.DueAt);
    }

    /// <summary>What the timer does.</summary>
    public async Task<IReadOnlyList<ScheduledOccurrence>> TickAsync()
    {
        var claimed = await ClaimAsync();
        foreach (var occurrence in claimed)
        {
            Start(occurrence);
            Assert.True(await Due().CompleteAsync(occurrence, Now, default));
        }

        return claimed;
    }

    public async Task<ScheduleState> StateAsync(Guid sync) => (await Schedules.FindAsync(sync, default))!;

    public DateTimeOffset At(string time) => DateTimeOffset.Parse($"{Now:yyyy-MM-dd}T{time}Z");

    public void SetTime(string time) => Clock.SetUtcNow(At(time));
}
