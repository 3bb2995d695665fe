namespace FunctionsPlatform.Monitors.Bands;

/// <summary>A value at a time.</summary>
public readonly record struct SeriesPoint(DateTimeOffset At, double Value);

/// <summary>Where a value was expected, and how far it is from there.</summary>
/// <param name="Deviation">In widths of the usual noise, with its sign.</param>
/// <param name="Season">What the expectation knows of the time, in words; null when it knows nothing of it.</param>
public sealed record Judgement(double Value, double Expected, double Lower, double Upper, double Deviation, string? Season)
{
    public bool IsAnomaly => Value < Lower || Value > Upper;
}

/// <summary>How far a value has to be from what was expected.</summary>
public enum Sensitivity
{
    Low,
    Medium,
    High,
}
