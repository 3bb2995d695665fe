using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>Says in words what a query does.</summary>
internal static class QueryExplanation
{
    public static string Of(ReadQuery query) => "Shows " + Words(query) + ".";

    private static string Words(ReadQuery query) => query switch
    {
        SetQuery set => Words(set.Left) + set.Operator switch
        {
            SetOperator.Union => ", together with ",
            SetOperator.Intersect => ", and only if also among ",
            _ => ", without ",
        } + Words(set.Right),
        SelectQuery select => Words(select),
        _ => throw new ArgumentException($"No words for {query.GetType().Name}."),
    };

    private static string Words(SelectQuery query)
    {
        var tables = query.Joins.Select(join => join.To.Column.Table).Prepend(query.From).Distinct().Select(table => table.Name);
        var parts = new List<string>
        {
            (query.IsDistinct ? "the different " : "") + string.Join(", ", query.Items.Select(item => Words(item.Expression))) + " of " + string.Join(" with ", tables),
        };
        if (query.Where is { } where)
        {
            parts.Add("where " + Words(where));
        }

        if (query.GroupBy is { Count: > 0 } groups)
        {
            parts.Add("for each " + string.Join(" and ", groups.Select(Words)));
        }

        if (query.Having is { } having)
        {
            parts.Add("of groups whose " + Words(having));
        }

        if (query.OrderBy is { Count: > 0 } order)
        {
            parts.Add("ordered by " + string.Join(", ", order.Select(by => Words(by.Expression) + (by.IsDescending ? ", highest first" : ", lowest first"))));
        }

        if (query.Limit is { } limit)
        {
            parts.Add(limit == 1 ? "the first row only" : $"the first {limit.ToString(CultureInfo.InvariantCulture)} rows");
        }

        return string.Join(", ", parts);
    }

    private static string Words(Expression expression) => expression switch
    {
        ColumnValue value => value.Column.ToString(),
        AllColumns all => $"all columns of {all.Table}",
        Aggregate { Argument: null } => "the count of rows",
        Aggregate aggregate => $"the {Name(aggregate)} of {(aggregate.IsDistinct ? "different " : "")}{Words(aggregate.Argument!)}",
        Literal literal => Convert.ToString(literal.Value, CultureInfo.InvariantCulture) ?? "",
        DatePeriod period => $"{period.Unit.ToString().ToLowerInvariant()} of {Words(period.Argument)}",
        Arithmetic arithmetic => $"{Words(arithmetic.Left)} {arithmetic.Operator} {Words(arithmetic.Right)}",
        ScalarQuery scalar => Words(scalar.Query),
        _ => throw new ArgumentException($"No words for {expression.GetType().Name}."),
    };

    private static string Name(Aggregate aggregate) => aggregate.Function.ToString().ToLowerInvariant();

    private static string Words(Condition condition) => condition switch
    {
        Comparison comparison => $"{Words(comparison.Left)} {Explanation.Words(comparison.Operator)} {Words(comparison.Right)}",
        InList list => $"{Words(list.Value)} is {(list.IsNegated ? "none" : "one")} of {string.Join(", ", list.Values.Select(Words))}",
        InQuery query => $"{Words(query.Value)} is {(query.IsNegated ? "not " : "")}among {Words(query.Query)}",
        NoMatch match => $"there is no matching row in {match.Query.From}",
        Between between => $"{Words(between.Value)} is between {Words(between.Low)} and {Words(between.High)}",
        IsNull isNull => $"{Words(isNull.Value)} is {(isNull.IsNegated ? "known" : "missing")}",
        TextMatch match => $"{Words(match.Value)} {(match.IsNegated ? "not " : "")}{match.Kind.ToString().ToLowerInvariant()} '{match.Text}'",
        AllOf all => string.Join(" and ", all.Conditions.Select(Words)),
        AnyOf any => string.Join(" or ", any.Conditions.Select(Words)),
        _ => throw new ArgumentException($"No words for {condition.GetType().Name}."),
    };
}
