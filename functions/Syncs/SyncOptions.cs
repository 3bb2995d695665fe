using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Syncs;

/// <summary>Section <c>Syncs</c>.</summary>
public sealed class SyncOptions
{
    public const string Section = "Syncs";

    /// <summary>Rows of one chunk: the unit of delivery, of memory, and of what is done again after a crash.</summary>
    [Range(1, 1_000_000)]
    public int ChunkRows { get; set; } = 50_000;

    /// <summary>Where an instance keeps the files of running syncs; they are in blobs too. Empty for the system's temporary directory.</summary>
    public string ScratchDirectory { get; set; } = "";

    /// <summary>Memory that comparing may take before it spills to the scratch directory.</summary>
    [Range(64, 64 * 1024)]
    public int CompareMemoryMb { get; set; } = 256;

    /// <summary>After which a statement on the source is cancelled there.</summary>
    public TimeSpan SourceTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a worker that delivers a chunk may be silent before another takes the chunk over.</summary>
    public TimeSpan ChunkLease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Chunks that an instance delivers at a time.</summary>
    [Range(1, 64)]
    public int MaxDeliveries { get; set; } = 2;

    /// <summary>Days that a run with its rows is kept.</summary>
    [Range(1, 3_650)]
    public int KeepRunsDays { get; set; } = 30;
}
