namespace FunctionsPlatform.Access;

/// <summary>One limit of a plan: so many requests in each span of that length, counted from the start of time.</summary>
internal sealed record RateWindow(string Name, TimeSpan Length, int Limit)
{
    // Few at a time near the limit, so that no instance sits on tokens that another lacks.
    private const int LargestBatch = 50;
    private const int BatchesOfRemaining = 8;

    public static IReadOnlyList<RateWindow> Of(Plan plan)
    {
        var windows = new List<RateWindow>();
        if (plan.PerSecond is { } perSecond)
            windows.Add(new RateWindow("Second", TimeSpan.FromSeconds(1), perSecond));
        windows.Add(new RateWindow("Minute", TimeSpan.FromMinutes(1), plan.PerMinute));
        if (plan.PerDay is { } perDay)
            windows.Add(new RateWindow("Day", TimeSpan.FromDays(1), perDay));
        return windows;
    }

    public long IndexAt(DateTimeOffset time) => time.UtcTicks / Length.Ticks;

    public DateTimeOffset EndOf(long index) => new((index + 1) * Length.Ticks, TimeSpan.Zero);

    public static int Batch(int remaining) => Math.Min(remaining, Math.Clamp(remaining / BatchesOfRemaining, 1, LargestBatch));
}
