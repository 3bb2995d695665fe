using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded.Building;

/// <summary>Makes a query of a draft: joins, grouping, nested queries and set operations.</summary>
internal sealed class QueryBuilder(BuildContext context)
{
    /// <summary>Null when tables of the draft cannot be joined, or nothing is left to show.</summary>
    public ReadQuery? Build(Draft draft)
    {
        if (draft.Subject is null)
        {
            return null;
        }

        if (draft.Except is { } except)
        {
            var shown = Unordered(draft);
            shown.Except = null;
            var taken = WithSelection(except, draft);
            return Build(shown) is { } left && Build(taken) is { } right ? new SetQuery(left, SetOperator.Except, right) : null;
        }

        return SetSplit.Split(draft) is var (first, second, set)
            && Build(Unordered(first)) is { } before
            && Build(Unordered(second)) is { } after
            ? new SetQuery(before, set, after) : Select(draft);
    }

    private SelectQuery? Select(Draft draft)
    {
        var items = Items(draft);
        if (items.Count == 0)
        {
            return null;
        }

        var groups = Grouping.KeysOf(draft);
        if (items is [{ Expression: AllColumns }] && groups.Count > 0)
        {
            // Of a group of several rows, only what they are grouped by has one value.
            items = [.. groups.Select(key => new SelectItem(key))];
        }

        var conditions = new ConditionBuilder(this, context);
        var where = conditions.Where(draft);
        if (where is null)
        {
            return null;
        }

        if (draft.MetricRows is { } rows)
        {
            where.Add(rows);
        }

        var needed = Tables(draft, groups);
        var from = draft.Subject!;
        if (needed.Count > 0 && !needed.Contains(from) && !draft.SelectsEverything && draft.Exclusions.Count == 0)
        {
            from = needed[0];
        }

        if (JoinPlanner.Plan(context.Joins, from, needed, context.Said) is not { } planned)
        {
            return null;
        }

        (from, planned) = JoinPruning.Prune(from, planned, Used(draft, groups));
        var isAggregated = draft.Selected.Any(operand => operand.IsAggregate);
        var isOneRow = groups.Count == 0 && draft.Selected.Count > 0 && draft.Selected.TrueForAll(operand => operand.IsAggregate);
        return new SelectQuery(
            items,
            from,
            planned,
            where.Count > 0 ? new AllOf(where) : null,
            groups,
            conditions.Having(draft),
            isOneRow ? [] : [.. draft.Order.Select(order => new Ordering(Expressions.Of(order.Operand), order.IsDescending))],
            isOneRow ? null : draft.Limit,
            draft.IsDistinct && !isAggregated && groups.Count == 0
                && draft.Order.TrueForAll(order => draft.Selected.Any(operand => operand.Column == order.Operand.Column)));
    }

    private static List<SelectItem> Items(Draft draft)
    {
        if (draft.SelectsEverything || draft.Selected.Count == 0)
        {
            return [new SelectItem(new AllColumns(draft.Subject!))];
        }

        return [.. draft.Selected.Distinct().Select(operand => new SelectItem(Expressions.Of(operand), Expressions.Alias(operand)))];
    }

    /// <summary>Tables of which a column is used.</summary>
    private static HashSet<IndexedTable> Used(Draft draft, IReadOnlyList<Expression> groups)
    {
        var columns = draft.Selected
            .Concat(draft.Order.Select(order => order.Operand))
            .Concat(draft.Filters.Concat(draft.Having).Select(filter => filter.Operand))
            .Select(operand => operand.Metric?.Column ?? operand.Column)
            .OfType<IndexedColumn>()
            .Concat(groups.SelectMany(Expressions.Columns));
        var used = columns.Select(column => column.Table).ToHashSet();
        if (draft.SelectsEverything || draft.Selected.Count == 0 || draft.Exclusions.Count > 0)
        {
            used.Add(draft.Subject!);
        }

        return used;
    }

    private static List<IndexedTable> Tables(Draft draft, IReadOnlyList<Expression> groups)
    {
        var tables = new List<IndexedTable>();
        tables.AddRange(draft.Selected.Select(operand => operand.Table).OfType<IndexedTable>());
        tables.AddRange(groups.SelectMany(Expressions.Columns).Select(column => column.Table));
        tables.AddRange(draft.Order.Select(order => order.Operand.Table).OfType<IndexedTable>());
        tables.AddRange(draft.Filters.Concat(draft.Having).Select(filter => filter.Operand.Table).OfType<IndexedTable>());
        tables.AddRange(draft.Required);
        if (draft.SelectsEverything || draft.Selected.Count == 0 || draft.Exclusions.Count > 0)
        {
            tables.Add(draft.Subject!);
        }

        return [.. tables.Distinct()];
    }

    internal static Draft WithSelection(Draft conditions, Draft shown)
    {
        var copy = Clone(conditions);
        copy.Subject = shown.Subject;
        copy.Selected.Clear();
        copy.Selected.AddRange(shown.Selected);
        copy.MetricRows = shown.MetricRows;
        return copy;
    }

    /// <summary>No dialect orders a branch of a set operation unless it is limited.</summary>
    private static Draft Unordered(Draft draft)
    {
        var copy = Clone(draft);
        if (copy.Limit is null)
        {
            copy.Order.Clear();
        }

        return copy;
    }

    internal static Draft Clone(Draft draft)
    {
        var copy = new Draft
        {
            Subject = draft.Subject, SelectsEverything = draft.SelectsEverything, IsDistinct = draft.IsDistinct,
            Limit = draft.Limit, Except = draft.Except, MetricRows = draft.MetricRows
        };
        copy.Selected.AddRange(draft.Selected);
        copy.Required.AddRange(draft.Required);
        copy.Filters.AddRange(draft.Filters);
        copy.Having.AddRange(draft.Having);
        copy.Groups.AddRange(draft.Groups);
        copy.Order.AddRange(draft.Order);
        copy.Exclusions.AddRange(draft.Exclusions);
        return copy;
    }
}
