using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Datasets;

/// <summary>A query that runs by itself. Each run is an export.</summary>
public sealed record ScheduledQuery(Guid Id, WorkspaceId Workspace, string Name, Guid DatasetId, string Sql, ExportFormat Format, bool IsEnabled, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("scheduled query", "sq-");

    /// <summary>When it runs while it is enabled.</summary>
    public required Schedule Schedule { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
}

/// <summary>What a caller gives to make one.</summary>
public sealed record NewScheduledQuery(string Name, Guid DatasetId, string Sql, Schedule Schedule, ExportFormat Format = ExportFormat.Csv, bool IsEnabled = true);

/// <summary>What changes; null leaves a part as it is.</summary>
public sealed record ScheduledQueryChange(string? Name = null, string? Sql = null, Schedule? Schedule = null, ExportFormat? Format = null, bool? IsEnabled = null);
