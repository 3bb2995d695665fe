using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded.Building;

/// <summary>Makes conditions of filters and exclusions.</summary>
internal sealed class ConditionBuilder(QueryBuilder builder, BuildContext context)
{
    /// <summary>Null when an exclusion cannot be joined to what it excludes.</summary>
    public List<Condition>? Where(Draft draft)
    {
        var conditions = Combine(draft.Filters);
        foreach (var exclusion in draft.Exclusions)
        {
            if (Exclude(draft.Subject!, exclusion) is not { } condition)
            {
                return null;
            }

            conditions.Add(condition);
        }

        return conditions;
    }

    public Condition? Having(Draft draft) => draft.Having.Count > 0 ? new AllOf(Combine(draft.Having)) : null;

    private List<Condition> Combine(IReadOnlyList<Filter> filters)
    {
        var combined = new List<Condition>();
        foreach (var filter in filters)
        {
            var condition = ConditionOf(filter);
            if (filter.IsAlternative && combined.Count > 0)
            {
                combined[^1] = Alternatives(combined[^1], condition);
            }
            else
            {
                combined.Add(condition);
            }
        }

        return combined;
    }

    private static Condition Alternatives(Condition left, Condition right) => (left, right) switch
    {
        (InList { IsNegated: false } list,
            Comparison { Operator: ComparisonOperator.Equal, Right: Literal value } other) when list.Value == other.Left =>
            list with { Values = [.. list.Values, value] },
        (Comparison { Operator: ComparisonOperator.Equal, Right: Literal first } one,
            Comparison { Operator: ComparisonOperator.Equal, Right: Literal second } two) when one.Left == two.Left =>
            new InList(one.Left, [first, second]),
        (AnyOf any, _) => new AnyOf([.. any.Conditions, right]),
        _ => new AnyOf([left, right]),
    };

    private Condition ConditionOf(Filter filter)
    {
        var left = Expressions.Of(filter.Operand);
        var column = filter.Operand.IsAggregate ? null : filter.Operand.Column;
        return filter.Test switch
        {
            CompareTest test => new Comparison(left, test.Operator, ValueOf(test.Value, column)),
            RangeTest test => new Between(left, ValueOf(test.Low, column), ValueOf(test.High, column)),
            PeriodTest test => PeriodCondition(left, test, column),
            TextTest test => new TextMatch(left, test.Kind, test.Text, test.IsNegated),
            NullTest test => new IsNull(left, test.IsNegated),
            AggregateTest test => new Comparison(left, test.Operator, new ScalarQuery(Over(test))),
            _ => throw new ArgumentException($"No condition for {filter.Test.GetType().Name}."),
        };
    }

    private static SelectQuery Over(AggregateTest test) =>
        new([new SelectItem(new Aggregate(test.Function, new ColumnValue(test.Column)))], test.Column.Table, []);

    private Condition PeriodCondition(Expression left, PeriodTest test, IndexedColumn? column)
    {
        var bounds = new List<Condition>();
        if (test.From is { } from)
        {
            bounds.Add(new Comparison(left, test.IsNegated
                ? ComparisonOperator.Less : ComparisonOperator.GreaterOrEqual, Moment(from, column)));
        }

        if (test.Until is { } until)
        {
            bounds.Add(new Comparison(left, test.IsNegated
                ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.Less, Moment(until, column)));
        }

        return test.IsNegated ? new AnyOf(bounds) : bounds.Count == 1 ? bounds[0] : new AllOf(bounds);
    }

    /// <summary>An instant for a column of instants; a day where the column or the moment has no time of day.</summary>
    private Literal Moment(DateTime moment, IndexedColumn? column) => column?.Definition.Kind switch
    {
        ColumnKind.TimestampTz => new Literal(new DateTimeOffset(moment, context.Offset)),
        ColumnKind.Date => new Literal(DateOnly.FromDateTime(moment)),
        _ => moment.TimeOfDay == TimeSpan.Zero ? new Literal(DateOnly.FromDateTime(moment)) : new Literal(moment),
    };

    /// <summary>Numbers compared with text columns are written as text.</summary>
    private static Literal ValueOf(object value, IndexedColumn? column) =>
        value is decimal number && column is { IsText: true }
            ? new Literal(number.ToString(System.Globalization.CultureInfo.InvariantCulture)) : new Literal(value);

    /// <summary><c>key NOT IN (SELECT foreign key FROM excluded ...)</c>, or NOT EXISTS where the key has several columns.</summary>
    private Condition? Exclude(IndexedTable subject, Draft exclusion)
    {
        if (context.Joins.Path([exclusion.Subject!], subject, context.Said) is not { Count: > 0 } path)
        {
            return null;
        }

        var last = path[^1];
        var inner = QueryBuilder.Clone(exclusion);
        inner.Selected.Clear();
        inner.Selected.AddRange(last.Keys.Select(key => new Operand(key.From)));
        inner.Subject = last.From.Table;
        if (exclusion.Subject != last.From.Table)
        {
            inner.Required.Add(exclusion.Subject!);
        }

        var isOneColumn = last.Keys.Count == 1;
        if (isOneColumn && last.From.Definition.IsNullable)
        {
            inner.Filters.Add(new Filter(new Operand(last.From), new NullTest(IsNegated: true)));
        }

        if (builder.Build(inner) is not SelectQuery query)
        {
            return null;
        }

        return isOneColumn
            ? new InQuery(new ColumnValue(last.To), query, IsNegated: true)
            : new NoMatch(query, [.. last.Keys.Select(key => (new ColumnValue(key.From), new ColumnValue(key.To)))]);
    }
}
