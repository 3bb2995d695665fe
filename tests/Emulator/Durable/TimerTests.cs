using Microsoft.DurableTask;
using Microsoft.Extensions.Time.Testing;

namespace Emulator.Tests.Durable;

public sealed class TimerTests : DurableTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_timer_fires_when_its_time_has_come_and_not_before()
    {
        Functions.Orchestrator("Wait", async context =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromDays(40), CancellationToken.None);
            return context.CurrentUtcDateTime - start;
        });
        await using var host = await StartAsync(_clock);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.Until(id, i => i.IsRunning);

        _clock.Advance(TimeSpan.FromDays(39));
        Assert.True((await host.Client.GetInstanceAsync(id))!.IsRunning);
        for (var hour = 0; hour < 24; hour++)
            _clock.Advance(TimeSpan.FromHours(1));

        var end = await host.EndOf(id);
        Assert.Equal(TimeSpan.FromDays(40), end.ReadOutputAs<TimeSpan>());
    }

    [Fact]
    public async Task A_timer_set_before_a_restart_fires_after_it()
    {
        Functions.Orchestrator("Wait", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "done";
        });
        string id;
        await using (var host = await StartAsync(_clock))
        {
            id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
            await host.Until(id, i => i.IsRunning);
        }

        _clock.Advance(TimeSpan.FromHours(2));
        await using var restarted = await StartAsync(_clock);

        Assert.Equal("done", (await restarted.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_does_not_hold_the_orchestration_up()
    {
        Functions.Orchestrator("Race", async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
            var activity = context.CallActivityAsync<int>("One");
            var first = await Task.WhenAny(timer, activity);
            stop.Cancel();
            return first == activity && timer.IsCanceled;
        }).Activity<object?>("One", _ => 1);
        await using var host = await StartAsync(_clock);

        Assert.True((await host.RunAsync("Race")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_start_may_be_put_off()
    {
        Functions.Orchestrator("Later", context => Task.FromResult<object?>(context.CurrentUtcDateTime));
        await using var host = await StartAsync(_clock);
        var at = _clock.GetUtcNow().AddMinutes(10);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Later", new StartOrchestrationOptions(StartAt: at));
        Assert.Equal(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Pending, (await host.Client.GetInstanceAsync(id))!.RuntimeStatus);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(at.UtcDateTime, (await host.EndOf(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task The_clock_of_an_orchestration_repeats_itself_on_replay()
    {
        var seen = new List<DateTime>();
        Functions.Orchestrator("Clock", async context =>
        {
            lock (seen)
                seen.Add(context.CurrentUtcDateTime);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            await context.CallActivityAsync("Nothing");
            return null;
        }).Activity<object?>("Nothing", _ => null);
        await using var host = await StartAsync(_clock);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Clock");
        await host.Until(id, i => i.IsRunning);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await host.EndOf(id);

        Assert.Equal(3, seen.Count);
        Assert.Single(seen.Distinct());
    }
}
