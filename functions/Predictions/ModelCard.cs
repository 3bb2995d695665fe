using System.Text.Json.Serialization;

namespace FunctionsPlatform.Predictions;

/// <summary>What there is to know of a trained version before relying on it.</summary>
public sealed record ModelCard(
    CardData Data, CardSplit Split, IReadOnlyList<CandidateResult> Candidates, string Algorithm, IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<string> Limits)
{
    /// <summary>How much worse the model does without a feature, largest first: the loss of the first of its metrics when that feature's values are shuffled.</summary>
    public IReadOnlyList<FeatureImportance> Importance { get; init; } = [];

    /// <summary>Held-out rows by the class that they have (outer) and the one that was predicted (inner).</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>>? Confusion { get; init; }
}

/// <param name="RowsUsed">Those with a value to learn from, at most as many as are taken.</param>
public sealed record CardData(
    long Rows, int RowsUsed, string? Target, IReadOnlyList<CardFeature> Features, IReadOnlyList<DroppedColumn> Dropped, IReadOnlyDictionary<string, int>? Classes = null)
{
    /// <summary>The dataset that the rows are of, as it is shown to callers; null where rows were sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DatasetId { get; init; }

    /// <summary>The statement over it; null where its whole table was read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Query { get; init; }
}

public sealed record CardFeature(string Name, FeatureKind Kind);

public sealed record DroppedColumn(string Name, string Reason);

public sealed record CardSplit(string Method, int Training, int HeldOut, int Seed);

public sealed record FeatureImportance(string Feature, double Importance);
