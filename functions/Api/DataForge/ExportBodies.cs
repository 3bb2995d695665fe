using System.ComponentModel;
using FunctionsPlatform.Datasets;

namespace FunctionsPlatform.Api.DataForge;

public sealed record ExportQueryRequest(
    string DatasetId,
    [property: Description("One SELECT in DuckDB's SQL.")] string Query,
    [property: Description("csv, json_lines or parquet.")] ExportFormat Format = ExportFormat.Csv);

/// <param name="Status">pending, running, completed or failed.</param>
/// <param name="DownloadUrl">Where the file is; null until it is completed.</param>
/// <param name="ScheduledQueryId">Of the run of a scheduled query.</param>
public sealed record ExportBody(
    string Id,
    string Status,
    string DatasetId,
    string Query,
    ExportFormat Format,
    long? RowCount,
    long? SizeBytes,
    string? DownloadUrl,
    DatasetErrorBody? Error,
    string? ScheduledQueryId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt);

public sealed record CreateScheduledQueryRequest(
    string Name, string DatasetId, string Query, DatasetScheduleBody Schedule, ExportFormat Format = ExportFormat.Csv, bool Enabled = true);

public sealed record UpdateScheduledQueryRequest(
    string? Name = null, string? Query = null, DatasetScheduleBody? Schedule = null, ExportFormat? Format = null, bool? Enabled = null);

/// <param name="NextRunAt">Null where it does not run by itself.</param>
public sealed record ScheduledQueryBody(
    string Id,
    string Name,
    string DatasetId,
    string Query,
    ExportFormat Format,
    bool Enabled,
    DatasetScheduleBody? Schedule,
    DateTimeOffset? NextRunAt,
    DateTimeOffset? LastRunAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
