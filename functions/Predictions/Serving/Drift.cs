namespace FunctionsPlatform.Predictions;

public enum DriftLevel
{
    TooFew,
    Stable,
    Moderate,
    Significant,
}

/// <summary>How far recent inputs of a version are from its training rows.</summary>
public sealed record Drift(int Version, long Inputs, DriftLevel Level, IReadOnlyList<FeatureDrift> Features)
{
    private const long FewestInputs = 100;
    private const double LeastShare = 0.0001;
    private const double Moderate = 0.1;
    private const double Significant = 0.25;

    /// <summary>By the population stability index over each feature's bins (Siddiqi, "Credit Risk Scorecards", 2006).</summary>
    internal static Drift Of(int version, IReadOnlyList<Feature> features, long[][]? counts)
    {
        var inputs = counts?[0].Sum() ?? 0;
        FeatureDrift[] all = [.. features.Select((feature, place) => Of(feature, counts?[place], inputs)).OrderByDescending(drift => drift.Index)];
        return new Drift(version, inputs, all.Length == 0 || inputs < FewestInputs ? DriftLevel.TooFew : all.Max(drift => drift.Level), all);
    }

    private static FeatureDrift Of(Feature feature, long[]? counts, long inputs)
    {
        if (counts is null || inputs == 0)
            return new FeatureDrift(feature.Name, 0, DriftLevel.TooFew);
        var index = feature.Spread.Shares.Zip(counts, (expected, count) => (Expected: Math.Max(expected, LeastShare), Actual: Math.Max((double)count / inputs, LeastShare)))
            .Sum(bin => (bin.Actual - bin.Expected) * Math.Log(bin.Actual / bin.Expected));
        var level = index < Moderate ? DriftLevel.Stable : index < Significant ? DriftLevel.Moderate : DriftLevel.Significant;
        return new FeatureDrift(feature.Name, index, inputs < FewestInputs ? DriftLevel.TooFew : level);
    }
}

public sealed record FeatureDrift(string Feature, double Index, DriftLevel Level);
