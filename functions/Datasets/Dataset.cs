using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Datasets;

/// <summary>Rows that the platform keeps, under a name by which SQL reads them as a table.</summary>
public sealed record Dataset(Guid Id, WorkspaceId Workspace, string Name, DatasetSource Source, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("dataset", "ds-");

    public string? Description { get; init; }

    /// <summary>How its content is read; what is appended later is read the same way.</summary>
    public ReadOptions Options { get; init; } = ReadOptions.Default;

    public DatasetStatus Status { get; init; } = DatasetStatus.Pending;

    /// <summary>Why the last import failed, where it did.</summary>
    public ApiError? Error { get; init; }

    /// <summary>What the last import could not read.</summary>
    public ImportReport? Report { get; init; }

    /// <summary>What is read; null until the first import was accepted.</summary>
    public DatasetVersion? Current { get; init; }

    /// <summary>Earlier versions that are still kept, latest first.</summary>
    public IReadOnlyList<DatasetVersion> Earlier { get; init; } = [];

    /// <summary>All of them that are kept, latest first.</summary>
    public IEnumerable<DatasetVersion> Versions => Current is null ? Earlier : Earlier.Prepend(Current);

    /// <summary>The import that is waiting or running.</summary>
    public PendingImport? Import { get; init; }

    /// <summary>The import that ended last.</summary>
    public EndedImport? LastImport { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
}

public enum DatasetStatus
{
    /// <summary>Content is awaited, or waits for its import.</summary>
    Pending,

    /// <summary>Content is being imported.</summary>
    Syncing,
    Ready,

    /// <summary>The last import failed. A version from before it can still be read.</summary>
    Failed,
}

public enum DatasetSourceType
{
    /// <summary>Rows that callers sent.</summary>
    Rows,

    /// <summary>A file that came with a request.</summary>
    File,

    /// <summary>A file that was put where an upload session said.</summary>
    Upload,

    /// <summary>A statement over a connection.</summary>
    Query,
}

/// <summary>Where the content comes from.</summary>
/// <param name="Sql">Of a query: one reading statement in the connection's dialect.</param>
public sealed record DatasetSource(DatasetSourceType Type, Guid? ConnectionId = null, string? Sql = null)
{
    public static DatasetSource Rows { get; } = new(DatasetSourceType.Rows);

    public static DatasetSource File { get; } = new(DatasetSourceType.File);

    public static DatasetSource Upload { get; } = new(DatasetSourceType.Upload);
}

/// <param name="Type">The type in DuckDB's words: <c>DECIMAL(18,2)</c>.</param>
public sealed record DatasetColumn(string Name, ColumnKind Kind, string Type, bool IsNullable);

/// <summary>What a dataset held after one import. It never changes.</summary>
/// <param name="Number">From 1.</param>
/// <param name="QualityScore">0 to 100; null of no rows.</param>
public sealed record DatasetVersion(
    int Number, IReadOnlyList<DatasetColumn> Columns, IReadOnlyList<DatasetPart> Parts, string Profile, double? QualityScore, DateTimeOffset CreatedAt)
{
    public long RowCount => Parts.Sum(part => part.Rows);

    public long SizeBytes => Parts.Sum(part => part.Bytes);

    /// <summary>The files that hold it.</summary>
    [JsonIgnore]
    public IEnumerable<string> Blobs => Parts.Select(part => part.Blob).Append(Profile);
}

/// <summary>A Parquet file; versions that only add rows share the files before theirs.</summary>
public sealed record DatasetPart(string Blob, long Rows, long Bytes);

/// <summary>What a caller gives to make a dataset.</summary>
public sealed record NewDataset(string Name)
{
    public string? Description { get; init; }

    public DatasetSource Source { get; init; } = DatasetSource.Rows;

    public ReadOptions Options { get; init; } = ReadOptions.Default;
}

/// <summary>What changes of a dataset; null leaves a part as it is.</summary>
public sealed record DatasetChange(string? Name = null, string? Description = null, DatasetSource? Source = null, ReadOptions? Options = null);
