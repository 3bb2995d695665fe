using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Datasets;

/// <summary>All rows of a query as a file, made in the background.</summary>
/// <param name="ScheduledBy">The scheduled query that it is a run of.</param>
public sealed record QueryExport(Guid Id, WorkspaceId Workspace, Guid DatasetId, string Sql, ExportFormat Format, DateTimeOffset CreatedAt, Guid? ScheduledBy = null)
{
    public static PublicId PublicId { get; } = new("export", "exp-");

    public ExportStatus Status { get; init; } = ExportStatus.Pending;

    public ApiError? Error { get; init; }

    public long RowCount { get; init; }

    public long SizeBytes { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool IsFinished => Status is ExportStatus.Completed or ExportStatus.Failed;

    internal string Blob => $"{Workspace.Value:N}/exports/{Id:N}";
}

public enum ExportFormat
{
    Csv,
    JsonLines,
    Parquet,
}

public enum ExportStatus
{
    Pending,
    Running,
    Completed,
    Failed,
}
