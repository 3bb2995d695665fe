using System.Globalization;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Predictions;

/// <summary>A trained version in memory, ready to predict. Safe to be used by several threads at once.</summary>
internal sealed class LoadedModel
{
    private readonly IScorer? _scorer;
    private readonly object[] _classes;

    public LoadedModel(ModelDefinition definition, IScorer? scorer)
    {
        (Definition, _scorer) = (definition, scorer);
        Layout = new FeatureLayout(definition.Features);
        _classes = [.. definition.Classes.Select(name => Typed(name, definition.TargetKind))];
    }

    public ModelDefinition Definition { get; }

    public FeatureLayout Layout { get; }

    public Prediction Predict(object?[] values)
    {
        var scores = _scorer!.Score(Layout.Encode(values));
        return Definition.Kind switch
        {
            PredictionKind.Classification => new Prediction(_classes[Metrics.Best(scores)])
            {
                Probabilities = Definition.Classes.Zip(scores).ToDictionary(one => one.First, one => (double)one.Second),
            },
            PredictionKind.Regression => Number(Definition.Mean + (Definition.Deviation * scores[0])),
            PredictionKind.Clustering => new Prediction((long)Array.IndexOf(scores, scores.Min()) + 1) { Score = Math.Sqrt(Math.Max(0, scores.Min())) },
            _ => new Prediction(scores[0] > Definition.Threshold) { Score = scores[0] },
        };
    }

    /// <summary>The next periods of a series.</summary>
    public IReadOnlyList<Prediction> Forecast(int horizon)
    {
        var forecast = Definition.Forecast!;
        return [.. Enumerable.Range(1, horizon).Select(ahead =>
        {
            var (value, lower, upper) = forecast.Series.Forecast(ahead, ForecastLearner.Quantile);
            return new Prediction(value) { At = forecast.Step.After(forecast.Last, ahead), Interval = new PredictionInterval(lower, upper, NumberLearner.Confidence) };
        })];
    }

    private Prediction Number(double value) => new(value)
    {
        Interval = new PredictionInterval(value - Definition.HalfWidth, value + Definition.HalfWidth, NumberLearner.Confidence),
    };

    private static object Typed(string name, ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => name == "true",
        ColumnKind.Integer when long.TryParse(name, CultureInfo.InvariantCulture, out var number) => number,
        ColumnKind.Float or ColumnKind.Decimal when double.TryParse(name, CultureInfo.InvariantCulture, out var number) => number,
        _ => name,
    };
}
