using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Monitors;

/// <summary>Looks at a metric again and again, and tells when it does what it never did.</summary>
public sealed record Monitor(Guid Id, WorkspaceId Workspace, string Name, MonitorMetric Metric, Schedule Schedule, DateTimeOffset CreatedAt)
{
    public const int DefaultMinimum = 20;

    public static PublicId PublicId { get; } = new("monitor", "mon-");

    public string? Description { get; init; }

    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    /// <summary>Values that it must have seen before it judges one.</summary>
    public int MinimumPoints { get; init; } = DefaultMinimum;

    /// <summary>The IANA zone by which hours and days of the season are told.</summary>
    public string TimeZone { get; init; } = "UTC";

    public bool IsActive { get; init; } = true;

    /// <summary>Null when it does not run by itself.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public MonitorKey Key => new(Workspace.Value, Id);

    public DateTimeOffset? NextAfter(DateTimeOffset time) => IsActive ? Schedule.NextAfter(time, CreatedAt) : null;
}

/// <summary>Where a monitor is.</summary>
public sealed record MonitorKey(Guid Workspace, Guid Id);

/// <summary>
/// The number that is looked at. Of a question: the first row of a column, or the sum of all rows where they are the groups of a dimension. Of a dataset: all rows of a column
/// together.
/// </summary>
/// <param name="SourceId">Of the question or the dataset.</param>
/// <param name="Column">Null for a question's only column of numbers, and for the number of a dataset's rows.</param>
/// <param name="Dimension">The column that names groups; a metric with one is the sum of its groups.</param>
public sealed record MonitorMetric(MetricSource Source, Guid SourceId, string? Column = null, string? Dimension = null)
{
    /// <summary>For a dataset: how its rows become one number; null counts them.</summary>
    public SqlAggregate? Aggregate { get; init; }
}

public enum MetricSource
{
    /// <summary>The SQL of a question that was answered, run again.</summary>
    Question,

    /// <summary>A column of a dataset.</summary>
    Dataset,
}

/// <summary>What a caller gives to make a monitor.</summary>
public sealed record NewMonitor(string Name, MonitorMetric Metric, Schedule Schedule)
{
    public string? Description { get; init; }

    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    public int MinimumPoints { get; init; } = Monitor.DefaultMinimum;

    public string TimeZone { get; init; } = "UTC";

    public bool IsActive { get; init; } = true;
}

/// <summary>What changes of a monitor; null leaves a part as it is.</summary>
public sealed record MonitorChange
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public Schedule? Schedule { get; init; }

    public Sensitivity? Sensitivity { get; init; }

    public int? MinimumPoints { get; init; }

    public string? TimeZone { get; init; }

    public bool? IsActive { get; init; }
}
