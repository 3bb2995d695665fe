using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Learns how a series goes on.</summary>
internal sealed class ForecastLearner : Learner
{
    /// <summary>Of the normal distribution: nine in ten values are nearer to the middle.</summary>
    public const double Quantile = 1.6448536269514722;

    private readonly TimeSeries _series;
    private readonly TrainingTable _table;
    private readonly TrainingPlan _plan;
    private readonly double[] _training;
    private readonly double[] _heldOut;

    private ForecastLearner(TimeSeries series, TrainingTable table, TrainingPlan plan)
    {
        (_series, _table, _plan) = (series, table, plan);
        var held = HeldOut(series, plan);
        _training = [.. series.Values.SkipLast(held)];
        _heldOut = [.. series.Values.TakeLast(held)];
        Features = [plan.TimeColumn!];
    }

    public static Result<Learner> Of(TrainingTable table, TrainingPlan plan)
    {
        var times = table.Columns.Where((_, column) => table.Column(column).Any(value => value is DateTime)).Select(column => column.Name).ToList();
        if (plan.TimeColumn is { } named && !times.Contains(named))
            return PredictionErrors.DataInvalid("$.time_column", $"There is no column '{named}' of times such as 2026-01-31.");
        if (plan.TimeColumn is null && times.Count != 1)
            return PredictionErrors.DataInvalid("$.time_column", times.Count == 0 ? "There is no column of times such as 2026-01-31." : $"Name one of the columns of times: {string.Join(", ", times)}.");
        if (!table.Column(table.IndexOf(plan.Target!)).Any(value => value is double))
            return PredictionErrors.DataInvalid("$.target", $"Column '{plan.Target}' has no numbers.");
        plan = plan with { TimeColumn = plan.TimeColumn ?? times[0] };
        if (!TimeSeries.Read(table, plan).Succeeded(out var series, out var uneven))
            return uneven;
        double[] training = [.. series.Values.SkipLast(HeldOut(series, plan))];
        string[] suitable = [.. SmoothingForm.All.Where(form => ExponentialSmoothing.Suits(form, training, series.Season)).Select(form => form.Name)];
        if (suitable.Length == 0)
            return PredictionErrors.DataInvalid("$.data", $"{training.Length} periods to learn from are too few.");
        return Choose(plan, suitable).Succeeded(out var algorithms, out var unknown) ? new ForecastLearner(series, table, plan) { Algorithms = algorithms } : unknown;
    }

    public override Trial Try(string algorithm, CancellationToken cancellationToken)
    {
        var (_, criterion) = ExponentialSmoothing.Fit(Form(algorithm), _training, _series.Season);
        return new Trial(-criterion, new Dictionary<string, double> { ["aicc"] = criterion });
    }

    public override Learnt Finish(string algorithm, IReadOnlyList<CandidateResult> candidates, CancellationToken cancellationToken)
    {
        var (measured, _) = ExponentialSmoothing.Fit(Form(algorithm), _training, _series.Season);
        var metrics = Metrics.OfForecast(_heldOut, [.. _heldOut.Select((_, ahead) => measured.Forecast(ahead + 1, Quantile))], Scale());
        // A forecast begins after the last value, so that what predicts has seen all of them.
        var (whole, _) = ExponentialSmoothing.Fit(Form(algorithm), _series.Values, _series.Season);
        var last = _series.Step.After(_series.Start, _series.Values.Count - 1);
        return new Learnt(
            new ModelDefinition(PredictionKind.TimeSeries, algorithm, []) { Forecast = new ForecastDefinition(whole, last, _series.Step) },
            null,
            new ModelCard(
                new CardData(_table.Count, _series.Values.Count, _plan.Target, [new CardFeature(_plan.TimeColumn!, FeatureKind.Date)], []),
                new CardSplit(RowSplit.ByTime, _training.Length, _heldOut.Length, _plan.Seed),
                candidates,
                algorithm,
                metrics,
                [CardLimits.Forecast, .. _series.Filled > 0 ? new[] { $"{_series.Filled} periods without a row were filled on a straight line." } : []]));
    }

    /// <summary>The mean absolute error, while learning, of saying that a period is as the one a season before (Hyndman and Koehler, 2006).</summary>
    private double Scale()
    {
        var season = _training.Length > _series.Season ? _series.Season : 1;
        return _training.Skip(season).Zip(_training, (value, before) => Math.Abs(value - before)).Average();
    }

    private static int HeldOut(TimeSeries series, TrainingPlan plan) => Math.Clamp((int)Math.Round(series.Values.Count * plan.Holdout), 1, series.Values.Count / 2);

    private static SmoothingForm Form(string algorithm) => SmoothingForm.All.Single(form => form.Name == algorithm);
}
