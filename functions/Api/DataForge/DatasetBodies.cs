using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Datasets.Profiles;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.DataForge;

public enum DatasetSourceKind
{
    /// <summary>Rows in the body.</summary>
    Rows,

    /// <summary>A file that comes with the request.</summary>
    File,

    /// <summary>A file that is put to the address of an upload.</summary>
    Upload,

    /// <summary>A statement over a connection.</summary>
    Query,

    /// <summary>A table of a connection.</summary>
    Table,
}

/// <summary>Where the rows come from.</summary>
public sealed record DatasetSourceRequest(
    DatasetSourceKind Type,
    [property: Description("For rows: an object each.")] IReadOnlyList<JsonObject>? Rows = null,
    [property: Description("For query and table.")] string? ConnectionId = null,
    [property: Description("One reading statement in the connection's dialect.")] string? Query = null,
    string? Table = null,
    [property: Description("Of the table.")] string? Schema = null,
    [property: Description("For upload: csv, json_lines or parquet.")] FileFormat Format = FileFormat.Csv,
    [property: Description("Of CSV: one character; \\t for a tab."), StringLength(2, MinimumLength = 1)] string Delimiter = ",",
    [property: Description("Of CSV: whether the first line names the columns.")] bool Header = true,
    [property: Description("Of CSV: what stands for null where it is not quoted.")] string NullText = "");

/// <summary>A column whose type is known. Those that are not named have their type found out.</summary>
/// <param name="Format">Of dates and times that are not ISO 8601, as strptime has it.</param>
public sealed record DatasetColumnRequest(string Name, ColumnKind Type, [property: Description("Of dates and times: %d/%m/%Y.")] string? Format = null);

/// <summary>When a dataset that is a query runs again by itself.</summary>
public sealed record DatasetScheduleBody(
    [property: Description("Minutes between two refreshes."), Range(1, 527_040)] int? EveryMinutes = null,
    [property: Description("Five fields: minute, hour, day, month, weekday.")] string? Cron = null,
    [property: Description("IANA name of the zone of cron.")] string TimeZone = "UTC");

public sealed record CreateDatasetRequest(
    string Name,
    string? Description = null,
    [property: Description("Without it the dataset awaits rows.")] DatasetSourceRequest? Source = null,
    IReadOnlyList<DatasetColumnRequest>? Columns = null,
    [property: Description("Whether values that cannot be read fail the import (refuse) or become null (null).")] UnreadablePolicy OnError = UnreadablePolicy.Refuse,
    [property: Description("For query and table.")] DatasetScheduleBody? Refresh = null);

public sealed record UpdateDatasetRequest(
    string? Name = null,
    string? Description = null,
    [property: Description("Rows in place of those that are there, or another query.")] DatasetSourceRequest? Source = null,
    IReadOnlyList<DatasetColumnRequest>? Columns = null,
    UnreadablePolicy? OnError = null,
    DatasetScheduleBody? Refresh = null);

public sealed record AppendRowsRequest(
    IReadOnlyList<JsonObject> Rows, [property: Description("What becomes of values that cannot be read.")] UnreadablePolicy OnError = UnreadablePolicy.Refuse);

public sealed record OpenUploadRequest(
    FileFormat Format = FileFormat.Csv,
    [property: StringLength(2, MinimumLength = 1)] string Delimiter = ",",
    bool Header = true,
    string NullText = "",
    UnreadablePolicy OnError = UnreadablePolicy.Refuse,
    IReadOnlyList<DatasetColumnRequest>? Columns = null);

/// <param name="Type">text, integer, decimal, float, boolean, date, time, timestamp, timestamp_tz, uuid, json or binary.</param>
/// <param name="Nullable">Whether there are nulls in it now.</param>
public sealed record DatasetColumnBody(string Name, ColumnKind Type, bool Nullable);

/// <param name="Query">Of query and table: the statement.</param>
public sealed record DatasetSourceBody(DatasetSourceType Type, string? ConnectionId, string? Query);

/// <summary>What went wrong with what was done for a dataset in the background.</summary>
public sealed record DatasetErrorBody(string Code, string Message, IReadOnlyList<DatasetProblemBody> Details)
{
    internal static DatasetErrorBody? Of(ApiError? error) =>
        error is null ? null : new(error.Code, error.Message, [.. (error.Fields ?? []).Select(field => new DatasetProblemBody(field.Path, field.Message))]);
}

/// <param name="Place">A row and a column: <c>row 17, column amount</c>.</param>
public sealed record DatasetProblemBody(string Place, string Message);

/// <summary>What the last import could not read.</summary>
/// <param name="Problems">The first 100.</param>
public sealed record DatasetReportBody(long RowsRead, long BrokenRows, long UnreadableValues, IReadOnlyList<ImportProblem> Problems);

/// <summary>Where a file is to be put.</summary>
/// <param name="Url">Good until <paramref name="ExpiresAt"/>, for this file alone.</param>
/// <param name="Headers">To be sent with it.</param>
public sealed record DatasetUploadBody(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, long MaxBytes, DateTimeOffset ExpiresAt, string CompleteUrl);

/// <summary>A dataset in a list.</summary>
/// <param name="Name">The table that queries name.</param>
/// <param name="Status">pending, syncing, ready or failed. A failed one can be read as it was before.</param>
public record DatasetSummary(
    string Id,
    string Name,
    string? Description,
    DatasetSourceBody Source,
    DatasetStatus Status,
    long RowCount,
    long SizeBytes,
    int Version,
    IReadOnlyList<DatasetColumnBody> Columns,
    double? QualityScore,
    DatasetErrorBody? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <inheritdoc cref="DatasetSummary"/>
public sealed record DatasetBody : DatasetSummary
{
    public DatasetBody(DatasetSummary summary)
        : base(summary)
    {
    }

    public DatasetReportBody? Import { get; init; }

    public DatasetProfile? Quality { get; init; }

    public DatasetScheduleBody? Refresh { get; init; }

    public DateTimeOffset? NextRefreshAt { get; init; }

    /// <summary>Where a file that is awaited is to be put; told once.</summary>
    public DatasetUploadBody? Upload { get; init; }
}
