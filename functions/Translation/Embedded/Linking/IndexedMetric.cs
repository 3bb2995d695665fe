using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>A metric over columns of the schema.</summary>
internal sealed class IndexedMetric
{
    private readonly Metric _metric;

    private IndexedMetric(Metric metric, IndexedTable table, IndexedColumn? argument, IReadOnlyList<Condition> conditions)
    {
        _metric = metric;
        Argument = argument;
        Condition = conditions.Count > 0 ? new AllOf(conditions) : null;
        Column = new IndexedColumn(table, this);
    }

    public string Name => _metric.Name;

    public IReadOnlyList<string> Synonyms => _metric.Synonyms;

    /// <summary>As which a question names it.</summary>
    public IndexedColumn Column { get; }

    /// <summary>What is aggregated; null when rows are counted.</summary>
    public IndexedColumn? Argument { get; }

    /// <summary>Which rows; null for all.</summary>
    public Condition? Condition { get; }

    public AggregateFunction Function => _metric.Aggregate switch
    {
        MetricAggregate.Sum => AggregateFunction.Sum,
        MetricAggregate.Avg => AggregateFunction.Average,
        MetricAggregate.Min => AggregateFunction.Minimum,
        MetricAggregate.Max => AggregateFunction.Maximum,
        _ => AggregateFunction.Count,
    };

    public bool IsDistinct => _metric.Aggregate is MetricAggregate.CountDistinct;

    /// <summary>Null when the schema does not have, or no longer has, what the metric is made of.</summary>
    public static IndexedMetric? Of(Metric metric, IndexedTable? table)
    {
        var argument = metric.Column is { } column ? table?.Find(column) : null;
        if (table is null || (argument is null && (metric.Column is not null || metric.Aggregate is not MetricAggregate.Count)))
        {
            return null;
        }

        var conditions = metric.Filters.Select(filter => ConditionOf(filter, table)).ToList();
        return conditions.Contains(null) ? null : new IndexedMetric(metric, table, argument, [.. conditions.OfType<Condition>()]);
    }

    private static Condition? ConditionOf(MetricFilter filter, IndexedTable table)
    {
        if (table.Find(filter.Column) is not { } column || filter.ValuesFor(column.Definition) is not { } values)
        {
            return null;
        }

        var left = new ColumnValue(column);
        var literals = values.Select(value => new Literal(value)).ToList();
        return filter.Operator switch
        {
            MetricFilter.In or MetricFilter.NotIn => new InList(left, literals, filter.Operator is MetricFilter.NotIn),
            MetricFilter.IsNull or MetricFilter.IsNotNull => new IsNull(left, filter.Operator is MetricFilter.IsNotNull),
            _ when Comparisons.TryGetValue(filter.Operator, out var comparison) => new Comparison(left, comparison, literals[0]),
            _ => null,
        };
    }

    private static readonly Dictionary<string, ComparisonOperator> Comparisons = new(StringComparer.Ordinal)
    {
        ["="] = ComparisonOperator.Equal,
        ["!="] = ComparisonOperator.NotEqual,
        ["<"] = ComparisonOperator.Less,
        ["<="] = ComparisonOperator.LessOrEqual,
        [">"] = ComparisonOperator.Greater,
        [">="] = ComparisonOperator.GreaterOrEqual,
    };
}
