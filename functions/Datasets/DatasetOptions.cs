using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Datasets;

/// <summary>Section <c>Datasets</c>.</summary>
public sealed class DatasetOptions
{
    public const string Section = "Datasets";

    /// <summary>Where an instance keeps copies of datasets and files being imported. Empty for the system's temporary directory.</summary>
    public string ScratchDirectory { get; set; } = "";

    /// <summary>Copies of datasets that an instance keeps for queries.</summary>
    [Range(16, 1024 * 1024)]
    public int CacheMb { get; set; } = 4 * 1024;

    /// <summary>The largest file that is imported.</summary>
    [Range(1, 1024 * 1024)]
    public int MaxFileMb { get; set; } = 1536;

    [Range(1, long.MaxValue)]
    public long MaxRows { get; set; } = 100_000_000;

    [Range(1, 2_000)]
    public int MaxColumns { get; set; } = 500;

    /// <summary>What a file may say it becomes when it is unpacked.</summary>
    [Range(1, 1024 * 1024)]
    public int MaxExpandedMb { get; set; } = 16 * 1024;

    /// <summary>Memory that an import may take before it spills to the scratch directory.</summary>
    [Range(128, 64 * 1024)]
    public int ImportMemoryMb { get; set; } = 512;

    public TimeSpan ImportTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Content up to this size is imported while the request waits.</summary>
    [Range(0, 64)]
    public int InPlaceMb { get; set; } = 4;

    /// <summary>Earlier versions of a dataset that are kept.</summary>
    [Range(0, 5)]
    public int KeepVersions { get; set; } = 2;

    /// <summary>Memory that the queries of one workspace may take on an instance.</summary>
    [Range(64, 64 * 1024)]
    public int QueryMemoryMb { get; set; } = 1024;

    [Range(1, 64)]
    public int QueryThreads { get; set; } = 4;

    /// <summary>After it a query is cancelled.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Queries that an instance runs at a time.</summary>
    [Range(1, 256)]
    public int MaxQueries { get; set; } = 8;

    /// <summary>Days that exported files are kept.</summary>
    [Range(1, 365)]
    public int KeepExportsDays { get; set; } = 7;
}
