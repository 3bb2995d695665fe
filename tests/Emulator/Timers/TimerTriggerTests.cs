using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Emulator.Tests.Timers;

public sealed class TimerTriggerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 22, 44, 30, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly Fired _fired = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("timer-tests-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task The_first_run_knows_no_last_one_and_the_next_one_is_itself()
    {
        await using var app = await StartAsync();

        var first = await AdvanceUntilFiredAsync("EveryMinute");
        var second = await AdvanceUntilFiredAsync("EveryMinute");

        Assert.Equal((default, Local(22, 45), default), Status(first));
        Assert.Equal((Local(22, 45), Local(22, 46), Local(22, 45)), Status(second));
        Assert.False(first.IsPastDue);
        Assert.Equal(DateTimeKind.Local, second.ScheduleStatus!.Next.Kind);
    }

    [Theory]
    [InlineData("EveryTenSeconds")]
    [InlineData("Unmonitored")]
    public async Task Without_a_monitor_there_is_no_status(string function)
    {
        await using var app = await StartAsync();

        Assert.Null((await AdvanceUntilFiredAsync(function)).ScheduleStatus);
    }

    [Fact]
    public async Task A_run_missed_while_the_host_was_down_is_made_up_once_at_the_start()
    {
        await using (await StartAsync())
            await AdvanceUntilFiredAsync("EveryMinute");
        _clock.SetUtcNow(Start.AddMinutes(5));

        await using var app = await StartAsync();
        var missed = await NextAsync("EveryMinute");
        var next = await AdvanceUntilFiredAsync("EveryMinute");

        Assert.True(missed.IsPastDue);
        Assert.Equal((Local(22, 45), Local(22, 46), Local(22, 45)), Status(missed));
        Assert.False(next.IsPastDue);
        Assert.Equal((Local(22, 49, 30), Local(22, 50), Local(22, 49, 30)), Status(next));
        Assert.DoesNotContain(_fired.Of("Unmonitored"), timer => timer.IsPastDue);
    }

    [Fact]
    public async Task A_timer_may_run_at_every_start()
    {
        await using (await StartAsync())
            await NextAsync("OnStartup");
        _clock.SetUtcNow(Start.AddMinutes(1));

        await using var app = await StartAsync();
        var timer = await NextAsync("OnStartup");

        Assert.False(timer.IsPastDue);
        Assert.Equal((Local(22, 44, 30), new DateTime(2026, 3, 2, 3, 0, 0), Local(22, 44, 30)), Status(timer));
    }

    [Fact]
    public async Task A_changed_schedule_has_missed_nothing()
    {
        await using (await StartAsync())
            await AdvanceUntilFiredAsync("FromSetting");
        _clock.SetUtcNow(Start.AddHours(1));

        await using var app = await StartAsync("--Schedule=0 */7 * * * *");
        var timer = await AdvanceUntilFiredAsync("FromSetting");

        Assert.False(timer.IsPastDue);
        Assert.Equal(Local(23, 49), timer.ScheduleStatus!.Next);
    }

    [Fact]
    public async Task A_failing_run_is_followed_by_the_next()
    {
        await using var app = await StartAsync();

        await AdvanceUntilFiredAsync("Failing");
        var second = await AdvanceUntilFiredAsync("Failing");

        Assert.Equal(Local(22, 45), second.ScheduleStatus!.Last);
    }

    private Task<TestApp> StartAsync(params string[] settings) => TestApp.StartAsync(
        builder => builder.Services.AddSingleton(_fired).AddSingleton<TimeProvider>(_clock),
        [$"--Emulator:DataDirectory={_data.FullName}", "--Schedule=0 */1 * * * *", .. settings],
        typeof(TimerFunctions));

    private static DateTime Local(int hour, int minute, int second = 0) => new(2026, 3, 1, hour, minute, second);

    private static (DateTime Last, DateTime Next, DateTime LastUpdated) Status(TimerInfo timer) =>
        (timer.ScheduleStatus!.Last, timer.ScheduleStatus.Next, timer.ScheduleStatus.LastUpdated);

    private Task<TimerInfo> NextAsync(string function) =>
        Eventually.GetAsync(() => Task.FromResult(_fired.Of(function).TryDequeue(out var timer) ? timer : null));

    /// <summary>Moves the clock second by second, so that every timer has set its next wait before its time comes.</summary>
    private Task<TimerInfo> AdvanceUntilFiredAsync(string function) => Eventually.GetAsync(async () =>
    {
        for (var i = 0; i < 20 && _fired.Of(function).IsEmpty; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return _fired.Of(function).TryDequeue(out var timer) ? timer : null;
    });
}
