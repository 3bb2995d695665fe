using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Monitors;
using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Api.DataForge;

public sealed record CreateMonitorRequest(
    string Name,
    [property: Description("A question that was answered: its SQL is run again at every look.")] string? QuestionId = null,
    [property: Description("A dataset, in place of a question.")] string? DatasetId = null,
    [property: Description("Of a dataset: what becomes of all rows of the column; `count` where it is left out.")] SqlAggregate? Aggregate = null,
    [property: Description("The column of numbers. Of a question: left out where there is only one; its first row counts, or the sum of all with a dimension. Of a dataset: left out to count rows.")] string? Column = null,
    [property: Description("The column that names the groups whose sum the metric is; an anomaly tells which of them changed most.")] string? Dimension = null,
    [property: Description("A cron expression of five fields, or `@every 90m`; empty for none.")] string Schedule = "",
    [property: Description("The IANA zone of the schedule, and by which hours and days of a season are told.")] string TimeZone = "UTC",
    Sensitivity Sensitivity = Sensitivity.Medium,
    [property: Range(10, 1_000), Description("Values that are seen before one is judged.")] int MinPoints = 20,
    string? Description = null,
    bool Active = true) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((QuestionId is null) == (DatasetId is null))
            yield return new ValidationResult("Give a question or a dataset.", [nameof(QuestionId)]);
        if (Aggregate is not null && DatasetId is null)
            yield return new ValidationResult("Is of a dataset.", [nameof(Aggregate)]);
    }
}

/// <summary>What is left out stays as it is.</summary>
public sealed record UpdateMonitorRequest(
    string? Name = null,
    string? Schedule = null,
    string? TimeZone = null,
    Sensitivity? Sensitivity = null,
    [property: Range(10, 1_000)] int? MinPoints = null,
    string? Description = null,
    bool? Active = null);

public sealed record MonitorBody(
    string Id,
    string Name,
    string? Description,
    string? QuestionId,
    string? DatasetId,
    SqlAggregate? Aggregate,
    string? Column,
    string? Dimension,
    string Schedule,
    string TimeZone,
    Sensitivity Sensitivity,
    int MinPoints,
    bool Active,
    DateTimeOffset? NextRunAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static MonitorBody Of(Monitors.Monitor monitor, string sourceId) => new(
        ResourceIds.Monitor.Format(monitor.Id),
        monitor.Name,
        monitor.Description,
        monitor.Metric.Source == MetricSource.Question ? sourceId : null,
        monitor.Metric.Source == MetricSource.Dataset ? sourceId : null,
        monitor.Metric.Source == MetricSource.Dataset ? monitor.Metric.Aggregate ?? SqlAggregate.Count : null,
        monitor.Metric.Column,
        monitor.Metric.Dimension,
        MonitorSchedules.Write(monitor.Schedule),
        monitor.TimeZone,
        monitor.Sensitivity,
        monitor.MinimumPoints,
        monitor.IsActive,
        monitor.NextRunAt,
        monitor.CreatedAt,
        monitor.UpdatedAt);
}

public sealed record DeletedMonitorBody(string Id, bool Deleted = true);

/// <summary>One look at a metric.</summary>
public sealed record MonitorPointBody(
    string Id,
    DateTimeOffset At,
    [property: Description("Null where the metric could not be read.")] double? Value,
    [property: Description("The value of each group, where the metric has a dimension.")] IReadOnlyDictionary<string, double> Groups,
    [property: Description("Null while there is too little to judge by.")] BandBody? Band,
    bool Anomaly,
    [property: Description("What deviated, in words.")] string? Explanation,
    string? ErrorCode,
    string? Error)
{
    public static MonitorPointBody Of(MonitorPoint point) => new(
        point.Id.ToString("D"),
        point.At,
        point.Value,
        point.Groups,
        point.Judgement is { } judged ? BandBody.Of(judged) : null,
        point.IsAnomaly,
        point.Explanation,
        point.Error?.Code,
        point.Error?.Message);
}

/// <param name="Deviation">In widths of the usual noise, with its sign.</param>
public sealed record BandBody(double Expected, double Lower, double Upper, double Deviation)
{
    public static BandBody Of(Judgement judged) => new(judged.Expected, judged.Lower, judged.Upper, judged.Deviation);
}

public sealed record BackTestRequest(
    [property: MinLength(1), MaxLength(2_000), Description("In the order of time.")] IReadOnlyList<SeriesValue> Series,
    Sensitivity Sensitivity = Sensitivity.Medium,
    [property: Range(10, 1_000)] int MinPoints = 20,
    string TimeZone = "UTC") : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult("There is no such time zone. Name one as Europe/Berlin or UTC.", [nameof(TimeZone)]);
        if (Series.Zip(Series.Skip(1)).Any(pair => pair.First.At >= pair.Second.At))
            yield return new ValidationResult("Each time comes after the one before.", [nameof(Series)]);
        if (Series.Any(point => !double.IsFinite(point.Value)))
            yield return new ValidationResult("Every value is a number.", [nameof(Series)]);
    }
}

public sealed record SeriesValue(DateTimeOffset At, double Value);

/// <param name="Points">One of each point of the series.</param>
public sealed record BackTestBody(int Judged, int Anomalies, IReadOnlyList<BackTestPoint> Points);

/// <param name="Band">Null for the first, which are only learnt from.</param>
public sealed record BackTestPoint(DateTimeOffset At, double Value, BandBody? Band, bool Anomaly);
