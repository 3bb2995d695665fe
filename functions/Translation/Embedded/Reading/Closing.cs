
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Fills in what a question leaves unsaid once all of it is read.</summary>
internal static class Closing
{
    public static void Close(Reading reading)
    {
        SelectionRules.ShowUnused(reading);
        NegationRules.Leave(reading);
        var draft = reading.Draft;
        if (draft.Selected.Count == 0 && !draft.SelectsEverything)
        {
            draft.Selected.AddRange(reading.Fallback.Distinct());
        }

        draft.Subject ??= draft.Selected.Select(operand => operand.Table).FirstOrDefault(table => table is not null)
            ?? draft.Groups.Select(operand => operand.Table).FirstOrDefault()
                ?? draft.Filters.Select(filter => filter.Operand.Table).FirstOrDefault() ?? draft.Required.FirstOrDefault();
        RequireInsteadOfCount(draft);
        AggregateGroups(draft, reading);
        AddGroups(draft);
        if (reading.OrderDirection is { } descending && draft.Order.Count == 0 && draft.Selected.Count > 0)
        {
            draft.Order.Add((draft.Selected[0], descending));
        }
        else if (reading.Clause is Clause.Order && draft.Order.Count == 0 && draft.Selected.Count > 0)
        {
            draft.Order.Add((draft.Selected[0], false));
        }

        draft.Required.RemoveAll(table => table == draft.Subject);
        MetricRules.Resolve(draft);
    }

    /// <summary><c>at least one order</c> is met by any row.</summary>
    private static void RequireInsteadOfCount(Draft draft)
    {
        foreach (var filter in draft.Having
            .Where(filter =>
            filter is
            {
                Operand: { Function: AggregateFunction.Count, Table: not null },
                Test: CompareTest
                {
                    Operator: ComparisonOperator.GreaterOrEqual,
                    Value: 1m
                } or CompareTest { Operator: ComparisonOperator.Greater, Value: 0m }
            }).ToList())
        {
            draft.Having.Remove(filter);
            draft.Require(filter.Operand.Table!);
        }
    }

    /// <summary><c>revenue by month</c> is a sum, <c>orders by month</c> a count; <c>total revenue</c> alone is a sum, too.</summary>
    private static void AggregateGroups(Draft draft, Reading reading)
    {
        var isGrouped = reading.GroupsImplyTotals && draft.Groups.Count > 0 && draft.Limit is null
            && !draft.Selected.Exists(operand => operand.IsAggregate);
        var measures = draft.Selected.FindAll(operand => operand.Column is { IsMeasure: true }
            && (isGrouped || (draft.Selected.Count == 1 && reading.SaidTotal.Contains(operand))));
        foreach (var measure in measures)
        {
            draft.Selected[draft.Selected.IndexOf(measure)] = measure with { Function = AggregateFunction.Sum };
        }

        if (isGrouped && measures.Count == 0 && draft.Selected.TrueForAll(reading.Fallback.Contains)
            && draft.Groups.TrueForAll(group => group.Table != draft.Subject || group.Period is not null))
        {
            draft.Selected.Clear();
            draft.Selected.Add(MetricRules.CountOf(reading, draft.Subject));
        }
    }

    /// <summary>What is grouped by is shown, unless a name of the same table is.</summary>
    private static void AddGroups(Draft draft)
    {
        foreach (var group in draft.Groups)
        {
            var isShown = draft.Selected
                .Any(operand => !operand.IsAggregate
                && (operand.Column == group.Column && operand.Period == group.Period
                || (group.Rows is not null && operand.Table == group.Rows)));
            if (!isShown && draft.Selected.Any(operand => operand.IsAggregate))
            {
                var shown = group.Rows?.Label is { } label ? new Operand(label) : group with { Rows = null };
                draft.Selected.Insert(0, shown);
            }
        }
    }
}
