using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>The columns of rows that are predicted from, with those that the predictions add.</summary>
internal sealed class PredictedColumns
{
    private readonly IReadOnlyList<Feature> _features;
    private readonly int[] _places;
    private readonly PredictionKind _kind;

    private PredictedColumns(IReadOnlyList<ResultColumn> given, ModelDefinition model, int[] places) =>
        (All, _features, _places, _kind) = ([.. given, .. Added(model)], model.Features, places, model.Kind);

    public IReadOnlyList<ResultColumn> All { get; }

    /// <summary>Refuses rows that lack a feature, or have a column of a name that the predictions need.</summary>
    public static Result<PredictedColumns> Of(IReadOnlyList<ResultColumn> given, LoadedModel model)
    {
        string[] names = [.. given.Select(column => column.Name)];
        int[] places = [.. model.Definition.Features.Select(feature => Array.IndexOf(names, feature.Name))];
        if (Array.IndexOf(places, -1) is >= 0 and var missing)
            return PredictionErrors.InputInvalid(new FieldError("$.query", $"The rows have no column '{model.Definition.Features[missing].Name}', which the model predicts from."));
        if (Added(model.Definition).FirstOrDefault(added => names.Contains(added.Name, StringComparer.OrdinalIgnoreCase)) is { } taken)
            return PredictionErrors.InputInvalid(new FieldError("$.query", $"The rows have a column '{taken.Name}' already; rename it or leave it out by a query."));
        return new PredictedColumns(given, model.Definition, places);
    }

    /// <summary>The values of a row in the order of the features.</summary>
    public Result<object?[]> Read(object?[] row, long number) => FeatureInput.Read(row, _places, _features, $"row {number}");

    public object?[] Values(Prediction prediction) => _kind switch
    {
        PredictionKind.Classification => [prediction.Value, prediction.Probabilities!.Values.Max()],
        PredictionKind.Regression => [prediction.Value, prediction.Interval!.Lower, prediction.Interval.Upper],
        _ => [prediction.Value, prediction.Score],
    };

    private static ResultColumn[] Added(ModelDefinition model) => model.Kind switch
    {
        PredictionKind.Classification => [new("prediction", ClassKind(model.TargetKind)), new("probability", ColumnKind.Float)],
        PredictionKind.Regression => [new("prediction", ColumnKind.Float), new("prediction_lower", ColumnKind.Float), new("prediction_upper", ColumnKind.Float)],
        PredictionKind.Clustering => [new("prediction", ColumnKind.Integer), new("score", ColumnKind.Float)],
        _ => [new("prediction", ColumnKind.Boolean), new("score", ColumnKind.Float)],
    };

    private static ColumnKind ClassKind(ColumnKind target) => target switch
    {
        ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Float => target,
        ColumnKind.Decimal => ColumnKind.Float,
        _ => ColumnKind.Text,
    };
}
