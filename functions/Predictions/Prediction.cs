namespace FunctionsPlatform.Predictions;

/// <summary>What a model makes of one row, or of one period.</summary>
/// <param name="Value">A class in the target's own type, a number, the number of a cluster, or whether it is an anomaly.</param>
public sealed record Prediction(object? Value)
{
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    public PredictionInterval? Interval { get; init; }

    /// <summary>How odd a row is, or how far it is from its cluster's middle.</summary>
    public double? Score { get; init; }

    /// <summary>The period, of a forecast.</summary>
    public DateTime? At { get; init; }
}

/// <summary>Where the true value lies with a probability of <paramref name="Confidence"/>.</summary>
public sealed record PredictionInterval(double Lower, double Upper, double Confidence);

/// <summary>The predictions for one request.</summary>
public sealed record PredictionAnswer(int Version, IReadOnlyList<Prediction> Predictions, bool IsBatch);
