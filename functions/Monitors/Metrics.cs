using System.Globalization;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Monitors;

/// <summary>A metric as it is now.</summary>
/// <param name="Groups">By name, where the metric has a dimension.</param>
public sealed record Measurement(double Value, IReadOnlyDictionary<string, double> Groups);

/// <summary>Reads metrics.</summary>
public sealed class Metrics(Questions.Questions questions, Datasets.Datasets datasets, DatasetQueries datasetQueries)
{
    /// <summary>Groups that are told apart; further ones are one group together.</summary>
    private const int MostGroups = 50;

    /// <summary>Groups of a dataset that are read.</summary>
    private const int MostRows = 10_000;

    private const int MostBytes = 4 * 1024 * 1024;
    private const int LongestName = 100;
    private const string Others = "(others)";

    public Task<Result<Measurement>> MeasureAsync(WorkspaceId workspace, MonitorMetric metric, CancellationToken cancellationToken) => metric.Source switch
    {
        MetricSource.Question => MeasureQuestionAsync(workspace, metric, cancellationToken),
        MetricSource.Dataset => MeasureDatasetAsync(workspace, metric, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    private async Task<Result<Measurement>> MeasureQuestionAsync(WorkspaceId workspace, MonitorMetric metric, CancellationToken cancellationToken)
    {
        if (!(await questions.RunAgainAsync(workspace, metric.SourceId, cancellationToken)).Succeeded(out var answer, out var refusal))
            return refusal;
        var frame = answer.Frame;
        if (frame.Rows.Count == 0)
            return MonitorErrors.MetricInvalid("$.question_id", "The query returned no rows.");
        if (!ColumnOf(frame, metric).Succeeded(out var column, out refusal))
            return refusal;
        if (metric.Dimension is null)
            return Read(frame, column, null);
        return IndexOf(frame, metric.Dimension) is var dimension and >= 0 ? Read(frame, column, dimension) : Missing(frame, "$.dimension", metric.Dimension);
    }

    private async Task<Result<Measurement>> MeasureDatasetAsync(WorkspaceId workspace, MonitorMetric metric, CancellationToken cancellationToken)
    {
        if (!(await datasets.GetAsync(workspace, metric.SourceId, cancellationToken)).Succeeded(out var dataset, out var refusal)
            || !DatasetMetrics.Sql(dataset, metric).Succeeded(out var sql, out refusal)
            || !(await datasetQueries.ReadAsync(workspace, dataset.Id, sql, new ReadLimits(datasetQueries.Timeout, MostRows), cancellationToken)).Succeeded(out var reader, out refusal))
            return refusal;
        await using var rows = reader;
        try
        {
            var frame = (await AnswerReader.ReadAsync(rows, MostRows, MostBytes, cancellationToken)).Frame;
            return Read(frame, frame.Columns.Count - 1, metric.Dimension is null ? null : 0);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    /// <param name="dimension">The column that names groups.</param>
    private static Result<Measurement> Read(ResultFrame frame, int column, int? dimension)
    {
        if (dimension is not { } names)
            return Number(frame.Rows[0][column]) is { } value ? new Measurement(value, new Dictionary<string, double>()) : NotNumber(frame, column);

        if (frame.IsTruncated)
            return MonitorErrors.MetricInvalid("$.dimension", "There are more groups than are read, so their sum would be wrong; group them in the query, or by another column.");
        var groups = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in frame.Rows)
        {
            if (row[column] is not null && Number(row[column]) is null)
                return NotNumber(frame, column);
            var name = Cell.ToText(row[names]);
            name = name.Length > LongestName ? name[..LongestName] : name;
            if (groups.Count >= MostGroups && !groups.ContainsKey(name))
                name = Others;
            groups[name] = groups.GetValueOrDefault(name) + (Number(row[column]) ?? 0);
        }

        return new Measurement(groups.Values.Sum(), groups);
    }

    private static Result<int> ColumnOf(ResultFrame frame, MonitorMetric metric)
    {
        if (metric.Column is { } name)
            return IndexOf(frame, name) is var at and >= 0 ? at : Missing(frame, "$.column", name);
        int[] numbers = [.. frame.Columns.Index().Where(column => column.Item.Name != metric.Dimension && IsNumber(column.Item.Kind)).Select(column => column.Index)];
        return numbers.Length == 1 ? numbers[0] : MonitorErrors.MetricInvalid("$.column", $"The query returns {numbers.Length} columns of numbers; name the one that is meant.");
    }

    private static int IndexOf(ResultFrame frame, string name) =>
        frame.Columns.Index().Where(column => column.Item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(column => column.Index).FirstOrDefault(-1);

    private static ApiError Missing(ResultFrame frame, string field, string name) =>
        MonitorErrors.MetricInvalid(field, $"The query has no column '{name}'; it has {string.Join(", ", frame.Columns.Take(50).Select(column => column.Name))}.");

    private static ApiError NotNumber(ResultFrame frame, int column) => MonitorErrors.MetricInvalid("$.column", $"The column '{frame.Columns[column].Name}' has something that is no number, or nothing.");

    internal static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    private static double? Number(object? value)
    {
        var number = value switch
        {
            long or decimal or double or int => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }
}
