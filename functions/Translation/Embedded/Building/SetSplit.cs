using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded.Building;

/// <summary>Conditions that no single row can meet are met by two rows of one thing: an intersection.</summary>
internal static class SetSplit
{
    public static (Draft First, Draft Second, SetOperator Operator)? Split(Draft draft)
    {
        if (Denied(draft) is { } denial)
        {
            return denial;
        }

        var at = draft.Filters.FindIndex(filter => !filter.IsAlternative && Contradicts(draft.Filters[0], filter));
        if (at < 1)
        {
            return null;
        }

        var first = QueryBuilder.Clone(draft);
        first.Filters.RemoveRange(at, first.Filters.Count - at);
        var second = QueryBuilder.Clone(draft);
        second.Filters.RemoveRange(0, at);
        return (first, second, SetOperator.Intersect);
    }

    /// <summary>A city that has no cheap shop is not a city of a shop that is not cheap: all of the one are taken away.</summary>
    private static (Draft, Draft, SetOperator)? Denied(Draft draft)
    {
        var at = draft.Filters.FindIndex(filter =>
            filter is { IsDenied: true, Test: CompareTest { Operator: ComparisonOperator.NotEqual } });
        if (at < 0 || draft.Limit is not null
            || !draft.Selected.TrueForAll(operand => operand is { IsAggregate: false, Column: { } column } && column != column.Table.Key
            && column != column.Table.Label))
        {
            return null;
        }

        var kept = QueryBuilder.Clone(draft);
        kept.Filters.RemoveAt(at);
        kept.IsDistinct = false;
        var taken = QueryBuilder.Clone(kept);
        var test = (CompareTest)draft.Filters[at].Test;
        taken.Filters.Insert(at, draft.Filters[at] with { Test = test with { Operator = ComparisonOperator.Equal }, IsDenied = false });
        return (kept, taken, SetOperator.Except);
    }

    private static bool Contradicts(Filter left, Filter right) => left.Operand == right.Operand && (left.Test, right.Test) switch
    {
        (CompareTest { Operator: ComparisonOperator.Equal } one, CompareTest { Operator: ComparisonOperator.Equal } two) =>
            !Equals(one.Value, two.Value),
        (CompareTest { Operator: ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual, Value: decimal low },
            CompareTest { Operator: ComparisonOperator.Less or ComparisonOperator.LessOrEqual, Value: decimal high }) => low > high,
        (CompareTest { Operator: ComparisonOperator.Less or ComparisonOperator.LessOrEqual, Value: decimal high },
            CompareTest { Operator: ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual, Value: decimal low }) => low > high,
        _ => false,
    };
}
