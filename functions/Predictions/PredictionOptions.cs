using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Predictions;

/// <summary>Section <c>Predictions</c>.</summary>
public sealed class PredictionOptions
{
    public const string Section = "Predictions";

    /// <summary>Rows that a model learns from; of more, as many are drawn by lot.</summary>
    [Range(100, 10_000_000)]
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Values of those rows: what bounds the memory of a training.</summary>
    [Range(10_000, 1_000_000_000)]
    public int MaxValues { get; set; } = 5_000_000;

    /// <summary>Rows of a dataset that a training or a batch prediction reads at most.</summary>
    [Range(100, 1_000_000_000)]
    public long MaxDatasetRows { get; set; } = 10_000_000;

    /// <summary>How long it may read them.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan DatasetTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The longest time that a caller may give to comparing algorithms.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxTimeBudget { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Models that an instance holds in memory to predict with.</summary>
    [Range(1, 10_000)]
    public int MaxLoaded { get; set; } = 50;

    /// <summary>How late an instance learns that another was told to deploy a version.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DeploymentCache { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a training looks whether it was cancelled, and counters of drift are written.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Trained versions of a model that are kept, beside the deployed one.</summary>
    [Range(1, 1_000)]
    public int MaxVersions { get; set; } = 20;
}
