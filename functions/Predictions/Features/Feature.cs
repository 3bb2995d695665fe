namespace FunctionsPlatform.Predictions;

public enum FeatureKind
{
    Numeric,
    Categorical,
    Text,
    Date,
}

/// <summary>A column that a model predicts from, with what training learnt of it.</summary>
public sealed record Feature(string Name, FeatureKind Kind)
{
    /// <summary>Of numbers and dates; by them they are brought to one scale.</summary>
    public double Mean { get; init; }

    public double Deviation { get; init; } = 1;

    /// <summary>Whether training saw rows without a value.</summary>
    public bool HasGaps { get; init; }

    /// <summary>Those that have a place of their own, most frequent first; all others share one.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>How its values were spread in training, to tell later whether they still are.</summary>
    public FeatureSpread Spread { get; init; } = new([], []);
}

/// <summary>The share of training rows in each bin.</summary>
/// <param name="Edges">Between the bins of numbers; of categories there are none, since each is a bin.</param>
/// <param name="Shares">The bins in order; then, of categories, all others; last, rows without a value.</param>
public sealed record FeatureSpread(IReadOnlyList<double> Edges, IReadOnlyList<double> Shares);
