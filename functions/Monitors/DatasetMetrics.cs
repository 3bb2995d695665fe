using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Monitors;

/// <summary>The metric of a dataset as SQL: the group, where there are groups, and the number.</summary>
internal static class DatasetMetrics
{
    public static Result<string> Sql(Dataset dataset, MonitorMetric metric)
    {
        if (dataset.Current is not { } version)
            return DatasetErrors.NotReady;
        var aggregate = metric.Aggregate ?? SqlAggregate.Count;
        var (column, dimension) = (Find(version, metric.Column), Find(version, metric.Dimension));
        if (metric.Column is not null && column is null)
            return Missing(version, "$.column", metric.Column);
        if (metric.Dimension is not null && dimension is null)
            return Missing(version, "$.dimension", metric.Dimension);
        if (aggregate != SqlAggregate.Count && (column is null || !Metrics.IsNumber(column.Kind)))
            return MonitorErrors.MetricInvalid("$.column", "Name a column of numbers; only rows can be counted without.");
        if (dimension is not null && aggregate is not (SqlAggregate.Count or SqlAggregate.Sum))
            return MonitorErrors.MetricInvalid("$.dimension", "Only a count or a sum consists of groups.");

        var number = aggregate.Over(column is null ? "*" : Quote(column.Name));
        // Of no rows the sum is nothing to a database.
        if (aggregate == SqlAggregate.Sum)
            number = $"COALESCE({number}, 0)";
        var table = Quote(dataset.Name);
        return dimension is null
            ? $"SELECT CAST({number} AS DOUBLE) FROM {table}"
            : $"SELECT {Quote(dimension.Name)}, CAST({number} AS DOUBLE) FROM {table} GROUP BY 1 ORDER BY 2 DESC";
    }

    private static DatasetColumn? Find(DatasetVersion version, string? name) =>
        version.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ApiError Missing(DatasetVersion version, string field, string name) =>
        MonitorErrors.MetricInvalid(field, $"The dataset has no column '{name}'; it has {string.Join(", ", version.Columns.Take(50).Select(column => column.Name))}.");

    private static string Quote(string name) => SqlDialect.DuckDb.Quote(name);
}
