using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Learns a number of a row.</summary>
internal sealed class NumberLearner : Learner
{
    /// <summary>Of the intervals that come with predictions.</summary>
    public const double Confidence = 0.9;

    private readonly TabularRows _rows;
    private readonly double[] _training;
    private readonly double[] _heldOut;
    private readonly ColumnKind _targetKind;
    private readonly double _mean;
    private readonly double _deviation;
    private readonly int _seed;

    private NumberLearner(TabularRows rows, IReadOnlyList<double> targets, ColumnKind targetKind, int seed)
    {
        (_rows, _targetKind, _seed) = (rows, targetKind, seed);
        _training = [.. rows.Split.Training.Select(row => targets[row])];
        _heldOut = [.. rows.Split.HeldOut.Select(row => targets[row])];
        _mean = _training.Average();
        _deviation = Math.Sqrt(_training.Average(value => (value - _mean) * (value - _mean))) is var deviation and > 0 ? deviation : 1;
        Features = [.. rows.Features.Select(feature => feature.Name)];
    }

    public static Result<Learner> Of(TrainingTable table, TrainingPlan plan)
    {
        var target = table.IndexOf(plan.Target!);
        if (!IsNumber(table.Columns[target].Kind) || table.Column(target).Any(value => value is not double))
            return PredictionErrors.DataInvalid("$.target", $"Column '{plan.Target}' has no numbers. To predict a class, choose the type classification.");
        if (!TabularRows.Of(table, plan, null).Succeeded(out var rows, out var unusable))
            return unusable;
        return Choose(plan, MlAlgorithms.OfNumbers).Succeeded(out var algorithms, out var unknown)
            ? new NumberLearner(rows, [.. table.Column(target).Cast<double>()], table.Columns[target].Kind, plan.Seed) { Algorithms = algorithms }
            : unknown;
    }

    public override Trial Try(string algorithm, CancellationToken cancellationToken)
    {
        var (truths, predicted) = (new List<double>(), new List<double>());
        foreach (var (learn, predict) in Folds.Of(_training.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scorer = Fit(algorithm, [.. learn.Select(row => _rows.Training[row])], learn.Select(row => _training[row]));
            truths.AddRange(predict.Select(row => _training[row]));
            predicted.AddRange(predict.Select(row => Predict(scorer, _rows.Training[row])));
        }

        var metrics = Metrics.OfNumbers(truths, predicted);
        return new Trial(-metrics["rmse"], metrics);
    }

    public override Learnt Finish(string algorithm, IReadOnlyList<CandidateResult> candidates, CancellationToken cancellationToken)
    {
        var scorer = Fit(algorithm, _rows.Training, _training);
        double[] predicted = [.. _rows.HeldOut.Select(row => Predict(scorer, row))];
        double[] errors = [.. _heldOut.Zip(predicted, (truth, value) => Math.Abs(truth - value)).Order()];
        var card = _rows.Card(
            RowSplit.ByLot, candidates, algorithm, Metrics.OfNumbers(_heldOut, predicted), algorithm == "sdca" ? [CardLimits.Interval] : [CardLimits.Interval, CardLimits.Extrapolation]);
        return new Learnt(
            new ModelDefinition(PredictionKind.Regression, algorithm, _rows.Features)
            {
                TargetKind = _targetKind,
                Mean = _mean,
                Deviation = _deviation,
                HalfWidth = errors[Math.Min(errors.Length, (int)Math.Ceiling((errors.Length + 1) * Confidence)) - 1],
            },
            scorer,
            card with { Importance = _rows.Importance(rows => -Rmse(scorer, rows), cancellationToken) });
    }

    private IScorer Fit(string algorithm, IReadOnlyList<float[]> rows, IEnumerable<double> targets) =>
        MlAlgorithms.FitNumbers(algorithm, rows, [.. targets.Select(target => (target - _mean) / _deviation)], _seed);

    private double Predict(IScorer scorer, float[] row) => _mean + (_deviation * scorer.Score(row)[0]);

    private double Rmse(IScorer scorer, IReadOnlyList<float[]> rows) =>
        Math.Sqrt(rows.Zip(_heldOut).Average(pair => Math.Pow(Predict(scorer, pair.First) - pair.Second, 2)));
}
