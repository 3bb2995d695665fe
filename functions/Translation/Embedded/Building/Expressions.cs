using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded.Building;

/// <summary>Operands as expressions, and the names of computed columns.</summary>
internal static class Expressions
{
    public static Expression Of(Operand operand)
    {
        Expression? argument = operand.Column is { } column ? new ColumnValue(column) : null;
        if (operand.Period is { } unit && argument is not null)
        {
            argument = new DatePeriod(unit, argument);
        }

        return operand.Function is { } function
            ? new Aggregate(function, argument, operand.IsDistinct && argument is not null, operand.IsConditional ? operand.Metric?.Condition : null)
            : argument ?? Aggregate.Rows;
    }

    /// <summary><c>total_amount</c>, <c>order_count</c>, the name of a metric; null for a plain column.</summary>
    public static string? Alias(Operand operand)
    {
        if (operand.Metric is { } metric)
        {
            return metric.Name.ToLowerInvariant().Replace(' ', '_');
        }

        if (operand.Period is { } unit)
        {
            return unit.ToString().ToLowerInvariant();
        }

        var name = operand.Column?.Name.ToLowerInvariant();
        return operand.Function switch
        {
            null => null,
            AggregateFunction.Count =>
                name is not null ? name + "_count" : operand.Rows is not null && operand.IsDistinct
                ? operand.Rows.Name.ToLowerInvariant() + "_count" : "count",
            AggregateFunction.Sum => name!.StartsWith("total", StringComparison.Ordinal) ? name : "total_" + name,
            AggregateFunction.Average => "average_" + name,
            AggregateFunction.Minimum => "minimum_" + name,
            AggregateFunction.Maximum => "maximum_" + name,
            _ => null,
        };
    }

    public static IEnumerable<IndexedColumn> Columns(Expression expression) => expression switch
    {
        ColumnValue value => [value.Column],
        DatePeriod period => Columns(period.Argument),
        Aggregate { Argument: { } argument } => Columns(argument),
        Arithmetic arithmetic => Columns(arithmetic.Left).Concat(Columns(arithmetic.Right)),
        _ => [],
    };
}
