using System.Globalization;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Finds groups of rows that are alike.</summary>
internal sealed class ClusterLearner : Learner
{
    private const string Prefix = "k_means_";
    private const int MostTried = 8;

    private readonly TabularRows _rows;
    private readonly int _seed;

    private ClusterLearner(TabularRows rows, int seed)
    {
        (_rows, _seed) = (rows, seed);
        Features = [.. rows.Features.Select(feature => feature.Name)];
    }

    public static Result<Learner> Of(TrainingTable table, TrainingPlan plan)
    {
        if (plan.Clusters > table.Rows.Count / 2)
            return PredictionErrors.DataInvalid("$.clusters", $"For {plan.Clusters} clusters there must be {2 * plan.Clusters} rows; there are {table.Rows.Count}.");
        if (!TabularRows.Of(table, plan, null).Succeeded(out var rows, out var unusable))
            return unusable;
        var counts = plan.Clusters is { } wanted ? [wanted] : Enumerable.Range(2, MostTried - 1);
        return Choose(plan, [.. counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{count}"))]).Succeeded(out var algorithms, out var unknown)
            ? new ClusterLearner(rows, plan.Seed) { Algorithms = algorithms }
            : unknown;
    }

    public override Trial Try(string algorithm, CancellationToken cancellationToken)
    {
        var scorer = Fit(algorithm);
        var metrics = Metrics.OfClusters([.. _rows.Training.Select(scorer.Score)]);
        return new Trial(metrics["silhouette"], metrics);
    }

    public override Learnt Finish(string algorithm, IReadOnlyList<CandidateResult> candidates, CancellationToken cancellationToken)
    {
        var scorer = Fit(algorithm);
        var metrics = Metrics.OfClusters([.. _rows.HeldOut.Select(scorer.Score)]);
        return new Learnt(
            new ModelDefinition(PredictionKind.Clustering, algorithm, _rows.Features), scorer, _rows.Card(RowSplit.ByLot, candidates, algorithm, metrics, CardLimits.Clusters));
    }

    private IScorer Fit(string algorithm) => MlAlgorithms.FitClusters(int.Parse(algorithm[Prefix.Length..], CultureInfo.InvariantCulture), _rows.Training, _seed);
}
