using System.Text.Json;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Dashboards;

/// <summary>What a model gives a widget: its predictions, its metrics, or the importance of its features, as rows.</summary>
public sealed class ModelRows(Predictions.Predictions predictions)
{
    // As batch predictions name them in datasets.
    private const string Value = "prediction";
    private const string Probability = "probability";
    private const string Score = "score";

    private static readonly string[] PredictedNames = [Value, Probability, Score];

    /// <summary>The model with the version that is shown: the deployed one, or where nothing is predicted, the newest trained one.</summary>
    internal async Task<Result<(PredictionModel Model, int Version)>> FindAsync(WorkspaceId workspace, WidgetSource.Model source, CancellationToken cancellationToken)
    {
        if (!(await predictions.GetAsync(workspace, source.ModelId, cancellationToken)).Succeeded(out var model, out _))
            return DashboardErrors.ModelGone;
        if (source.Show == ModelView.Predictions)
            return model.Deployed is { } deployed ? (model, deployed) : PredictionErrors.NotDeployed;
        return (model.Deployed ?? model.Trained) is { } version ? (model, version) : PredictionErrors.NotTrained;
    }

    /// <param name="isOneRow">Whether metrics are a column each rather than a row each.</param>
    internal async Task<Result<RowReader>> ReadAsync(PredictionModel model, int version, WidgetSource.Model source, bool isOneRow, CancellationToken cancellationToken)
    {
        switch (source.Show)
        {
            case ModelView.Predictions:
                return await PredictAsync(model, source, cancellationToken);
            case ModelView.Metrics:
                var metrics = (await predictions.VersionAsync(model, version, cancellationToken))?.Metrics ?? new Dictionary<string, double>();
                return isOneRow ? Rows(metrics.Select(metric => Column(metric.Key, [metric.Value]))) : Named("metric", "value", metrics.Select(metric => (metric.Key, metric.Value)));
            default:
                var importance = (await predictions.CardAsync(model, version, cancellationToken))?.Importance ?? [];
                return Named("feature", "importance", importance.Select(feature => (feature.Feature, feature.Importance)));
        }
    }

    /// <summary>The widget's display; where that names no values, a chart of predictions draws these, and not the numbers that were predicted from.</summary>
    internal static WidgetDisplay Display(Widget widget, Answer? answer)
    {
        if (answer is null || widget is not { Source: WidgetSource.Model { Show: ModelView.Predictions }, Kind: not WidgetKind.Table, Display: { Y.Count: 0 } display })
            return widget.Display;
        var drawn = answer.Frame.Columns.FirstOrDefault(column => PredictedNames.Contains(column.Name) && (widget.Kind == WidgetKind.Metric || IsNumeric(column)));
        return drawn is null ? display : display with { Y = [drawn.Name] };
    }

    private async Task<Result<RowReader>> PredictAsync(PredictionModel model, WidgetSource.Model source, CancellationToken cancellationToken)
    {
        using var features = JsonDocument.Parse(source.Features ?? "null");
        // What a dashboard asks is no input that anybody has met.
        var input = new ModelInput(source.Features is null ? null : features.RootElement, source.Horizon) { IsCounted = false };
        if (!(await predictions.PredictAsync(model.Workspace, model.Id, input, cancellationToken)).Succeeded(out var answer, out var refusal))
            return refusal;
        var names = (await predictions.VersionAsync(model, answer.Version, cancellationToken))?.Features ?? [];
        JsonElement[] rows = source.Features is null ? [] : answer.IsBatch ? [.. features.RootElement.EnumerateArray()] : [features.RootElement];
        return Rows([.. Given(rows, names), .. Predicted(answer.Predictions)]);
    }

    /// <summary>The features as they were given, in the order of the model where it tells one.</summary>
    private static IEnumerable<ValueColumn> Given(JsonElement[] rows, IReadOnlyList<string> names)
    {
        string[] members = [.. rows.Where(row => row.ValueKind == JsonValueKind.Object).SelectMany(row => row.EnumerateObject()).Select(member => member.Name).Distinct()];
        var places = rows.Select(row => row.ValueKind == JsonValueKind.Array ? row.GetArrayLength() : 0).DefaultIfEmpty().Max();
        IReadOnlyList<string> shown = names.Count > 0 ? names : members.Length > 0 ? members : [.. Enumerable.Range(1, places).Select(place => $"feature_{place}")];
        return shown.Index().Take(rows.Length == 0 ? 0 : shown.Count).Select(feature => Column(feature.Item, rows.Select(row => row.ValueKind switch
        {
            JsonValueKind.Object => row.TryGetProperty(feature.Item, out var value) ? Plain(value) : null,
            JsonValueKind.Array => feature.Index < row.GetArrayLength() ? Plain(row[feature.Index]) : null,
            _ => Plain(row),
        })));
    }

    private static IEnumerable<ValueColumn> Predicted(IReadOnlyList<Prediction> predictions)
    {
        if (predictions.Any(prediction => prediction.At is not null))
            yield return Periods([.. predictions.Select(prediction => prediction.At)]);
        yield return Column(Value, predictions.Select(prediction => Plain(prediction.Value)));
        foreach (var (name, of) in new (string, Func<Prediction, double?>)[]
        {
            (Probability, prediction => prediction.Probabilities?.Values.Max()),
            ($"{Value}_lower", prediction => prediction.Interval?.Lower),
            ($"{Value}_upper", prediction => prediction.Interval?.Upper),
            (Score, prediction => prediction.Score),
        })
        {
            if (predictions.Any(prediction => of(prediction) is not null))
                yield return Column(name, predictions.Select(prediction => (object?)of(prediction)));
        }
    }

    private static ValueColumn Periods(DateTime?[] times) => Array.TrueForAll(times, time => time is null or { TimeOfDay.Ticks: 0 })
        ? new ValueColumn(new ResultColumn("period", ColumnKind.Date), [.. times.Select(time => time is { } day ? (object)DateOnly.FromDateTime(day) : null)])
        : new ValueColumn(new ResultColumn("period", ColumnKind.Timestamp), [.. times.Cast<object?>()]);

    /// <summary>A column whose kind is that of its values; text where they have several.</summary>
    private static ValueColumn Column(string name, IEnumerable<object?> given)
    {
        List<object?> values = [.. given];
        var kinds = values.OfType<object>().Select(value => value is bool ? ColumnKind.Boolean : value is long ? ColumnKind.Integer : value is double ? ColumnKind.Float : ColumnKind.Text).Distinct().ToList();
        var kind = kinds.Count == 1 ? kinds[0] : kinds.Count == 2 && kinds.TrueForAll(IsNumeric) ? ColumnKind.Float : ColumnKind.Text;
        return new ValueColumn(new ResultColumn(name, kind), values.ConvertAll(value => (kind, value) switch
        {
            (ColumnKind.Float, long whole) => (double)whole,
            (ColumnKind.Text, not null) => Cell.ToText(value),
            _ => value,
        }));
    }

    private static ListReader Named(string name, string value, IEnumerable<(string Name, double Value)> rows) =>
        new([new ResultColumn(name, ColumnKind.Text), new ResultColumn(value, ColumnKind.Float)], rows.Select(row => new object?[] { row.Name, row.Value }));

    private static ListReader Rows(IEnumerable<ValueColumn> columns)
    {
        ValueColumn[] all = [.. columns];
        var rows = Enumerable.Range(0, all.Select(column => column.Values.Count).FirstOrDefault()).Select(row => Array.ConvertAll(all, column => column.Values[row]));
        return new ListReader([.. all.Select(column => column.Column)], rows);
    }

    private static object? Plain(object? value) => value is not JsonElement json ? value : json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        _ => json.GetRawText(),
    };

    private static bool IsNumeric(ResultColumn column) => IsNumeric(column.Kind);

    private static bool IsNumeric(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Float;

    private sealed record ValueColumn(ResultColumn Column, IReadOnlyList<object?> Values);
}
