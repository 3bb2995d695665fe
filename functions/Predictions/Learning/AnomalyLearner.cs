using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Finds rows that are unlike the rest. Where a column tells which are, it is measured by that, and never learnt from.</summary>
internal sealed class AnomalyLearner : Learner
{
    public const string Forest = "isolation_forest";

    private const string Components = "randomized_pca";

    /// <summary>One to measure by while algorithms are compared, and one that is held out.</summary>
    private const int FewestOfLabel = 2;

    private readonly TabularRows _rows;
    private readonly IReadOnlyList<int>? _labels;
    private readonly TrainingPlan _plan;

    private AnomalyLearner(TabularRows rows, IReadOnlyList<int>? labels, TrainingPlan plan)
    {
        (_rows, _labels, _plan) = (rows, labels, plan);
        Features = [.. rows.Features.Select(feature => feature.Name)];
    }

    public static Result<Learner> Of(TrainingTable table, TrainingPlan plan)
    {
        int[]? labels = null;
        if (plan.Target is { } target)
        {
            if (table.Column(table.IndexOf(target)).Any(value => CellValue.Number(value) is not (0 or 1)))
                return PredictionErrors.DataInvalid("$.target", $"Column '{target}' must be true or 1 of anomalies, and false or 0 of other rows.");
            labels = [.. table.Column(table.IndexOf(target)).Select(value => (int)CellValue.Number(value)!.Value)];
            if (Math.Min(labels.Sum(), labels.Length - labels.Sum()) < FewestOfLabel)
                return PredictionErrors.DataInvalid("$.target", $"Column '{target}' marks {labels.Sum()} of {labels.Length} rows as anomalies; there must be at least {FewestOfLabel} that are and {FewestOfLabel} that are not.");
        }

        if (!TabularRows.Of(table, plan, labels).Succeeded(out var rows, out var unusable))
            return unusable;
        if (!Choose(plan, [Forest, Components]).Succeeded(out var algorithms, out var unknown))
            return unknown;
        // Without labels nothing tells which algorithm is the better.
        return new AnomalyLearner(rows, labels, plan) { Algorithms = labels is null && plan.Algorithms.Count == 0 ? [Forest] : algorithms };
    }

    public override Trial Try(string algorithm, CancellationToken cancellationToken)
    {
        var scorer = Fit(algorithm);
        var metrics = Measure(scorer, Threshold(scorer), _rows.Training, _rows.Split.Training);
        return new Trial(metrics.GetValueOrDefault("auc"), metrics);
    }

    public override Learnt Finish(string algorithm, IReadOnlyList<CandidateResult> candidates, CancellationToken cancellationToken)
    {
        var scorer = Fit(algorithm);
        var threshold = Threshold(scorer);
        var metrics = Measure(scorer, threshold, _rows.HeldOut, _rows.Split.HeldOut);
        return new Learnt(
            new ModelDefinition(PredictionKind.AnomalyDetection, algorithm, _rows.Features) { Threshold = threshold },
            scorer,
            _rows.Card(_labels is null ? RowSplit.ByLot : RowSplit.ByClass, candidates, algorithm, metrics, _labels is null ? [CardLimits.Unlabelled] : []));
    }

    private IScorer Fit(string algorithm) =>
        algorithm == Forest ? IsolationForest.Fit(_rows.Training, _plan.Seed) : MlAlgorithms.FitComponents(_rows.Training, _plan.Seed);

    private double Threshold(IScorer scorer)
    {
        float[] scores = [.. _rows.Training.Select(row => scorer.Score(row)[0]).OrderDescending()];
        return scores[Math.Min(scores.Length - 1, (int)(scores.Length * _plan.Contamination))];
    }

    private Dictionary<string, double> Measure(IScorer scorer, double threshold, IReadOnlyList<float[]> rows, IReadOnlyList<int> places)
    {
        float[][] scores = [.. rows.Select(scorer.Score)];
        bool[] flagged = [.. scores.Select(score => score[0] > threshold)];
        var metrics = new Dictionary<string, double> { ["flagged_share"] = flagged.Average(flag => flag ? 1.0 : 0) };
        if (_labels is null)
            return metrics;
        int[] labels = [.. places.Select(row => _labels[row])];
        var right = labels.Zip(flagged).Count(pair => pair.First == 1 && pair.Second);
        metrics["auc"] = Metrics.Auc(labels, scores, 1);
        metrics["precision"] = right / Math.Max(1.0, flagged.Count(flag => flag));
        metrics["recall"] = right / Math.Max(1.0, labels.Sum());
        return metrics;
    }
}
