using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Dashboards;

/// <summary>Section <c>Dashboards</c>.</summary>
public sealed class DashboardOptions
{
    public const string Section = "Dashboards";

    /// <summary>How long one widget waits for its data; the others do not wait for it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan WidgetTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Widgets of one dashboard that are read at a time.</summary>
    [Range(1, 50)]
    public int WidgetsAtATime { get; set; } = 6;

    /// <summary>Rows of a widget that are read and shown.</summary>
    [Range(1, 10_000)]
    public int MaxRows { get; set; } = 2_000;

    /// <summary>Memory that the rows of one widget may take, roughly.</summary>
    [Range(1_000, 64L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>Snapshots of one dashboard that are kept; the oldest goes first.</summary>
    [Range(1, 1_000)]
    public int SnapshotsKept { get; set; } = 60;
}
