using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>A metric is read as a column is, and then becomes the aggregate that it stands for.</summary>
internal static class MetricRules
{
    public static void Resolve(Draft draft)
    {
        Change(draft, Resolved);
        var aggregates = Operands(draft).Where(operand => operand.IsAggregate).ToList();
        if (aggregates.Select(operand => operand.Metric).Distinct().ToList() is [{ Condition: { } rows }])
        {
            draft.MetricRows = rows;
        }
        else
        {
            Change(draft, operand => operand with { IsConditional = operand.Metric?.Condition is not null });
        }

        draft.Exclusions.ForEach(Resolve);
        if (draft.Except is { } except)
        {
            Resolve(except);
        }
    }

    /// <summary>How many rows of the table there are, or what a metric of its name counts.</summary>
    public static Operand CountOf(Reading reading, IndexedTable? table) =>
        reading.Names.Where(name => name.Table == table).Select(name => name.Metric).FirstOrDefault() is { Function: AggregateFunction.Count } counted
            ? new Operand(counted.Column)
            : Operand.CountOf(table);

    /// <summary>What cannot be computed of a metric: <c>average revenue</c>, <c>above the average revenue</c>, <c>for each revenue</c>.</summary>
    public static string? Misused(Draft draft)
    {
        var left = Operands(draft).Concat(draft.Groups).FirstOrDefault(operand => operand.Column is { Metric: not null });
        var test = draft.Filters.Concat(draft.Having).Select(filter => filter.Test).OfType<AggregateTest>().FirstOrDefault(test => test.Column.Metric is not null);
        return left is not null ? $"{left.Function} {left.Column!.Name}".Trim().ToLowerInvariant()
            : test is not null ? $"{test.Function} {test.Column.Name}".ToLowerInvariant()
            : draft.Exclusions.Append(draft.Except).OfType<Draft>().Select(Misused).FirstOrDefault(misused => misused is not null);
    }

    private static Operand Resolved(Operand operand) => operand.Column?.Metric is { } metric && Means(operand.Function, metric)
        ? new Operand(metric.Argument, metric.Function, metric.Argument is null ? metric.Column.Table : null, metric.IsDistinct) { Metric = metric }
        : operand;

    /// <summary><c>total revenue</c>, <c>how much revenue</c> are the metric itself; so is <c>number of</c> what it counts.</summary>
    private static bool Means(AggregateFunction? said, IndexedMetric metric) => said is null or AggregateFunction.Sum || said == metric.Function;

    private static IEnumerable<Operand> Operands(Draft draft) =>
        draft.Selected.Concat(draft.Order.Select(order => order.Operand)).Concat(draft.Having.Select(filter => filter.Operand));

    private static void Change(Draft draft, Func<Operand, Operand> change)
    {
        for (var at = 0; at < draft.Selected.Count; at++)
        {
            draft.Selected[at] = change(draft.Selected[at]);
        }

        for (var at = 0; at < draft.Order.Count; at++)
        {
            draft.Order[at] = draft.Order[at] with { Operand = change(draft.Order[at].Operand) };
        }

        for (var at = 0; at < draft.Having.Count; at++)
        {
            draft.Having[at] = draft.Having[at] with { Operand = change(draft.Having[at].Operand) };
        }
    }
}
