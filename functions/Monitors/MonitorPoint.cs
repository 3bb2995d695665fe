using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Monitors;

/// <summary>One look at a metric.</summary>
public sealed record MonitorPoint(Guid Id, MonitorKey Monitor, DateTimeOffset At)
{
    /// <summary>Null when the metric could not be read.</summary>
    public double? Value { get; init; }

    public IReadOnlyDictionary<string, double> Groups { get; init; } = new Dictionary<string, double>();

    /// <summary>Null while there is too little to judge by.</summary>
    public Judgement? Judgement { get; init; }

    public string? Explanation { get; init; }

    /// <summary>Why the metric could not be read.</summary>
    public ApiError? Error { get; init; }

    public bool IsAnomaly => Judgement is { IsAnomaly: true };

    /// <summary>The look that a schedule asks for: the same, however often it is tried.</summary>
    public static Guid IdOf(Guid monitor, DateTimeOffset dueAt) => Ids.Derive(dueAt, [.. monitor.ToByteArray(), .. BitConverter.GetBytes(dueAt.UtcTicks)]);
}
