namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>The real clock, put forward: the days between attempts pass at once, and what runs meanwhile goes on as ever.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
