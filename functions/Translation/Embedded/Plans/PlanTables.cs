using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>The tables that the parts of one select speak of, those of nested queries left out.</summary>
internal static class PlanTables
{
    public static HashSet<IndexedTable> Used(SelectQuery query) => [.. Expressions(query).SelectMany(Tables)];

    public static bool CountsRows(SelectQuery query) => Expressions(query).Any(expression => expression is Aggregate { Argument: null });

    private static IEnumerable<Expression> Expressions(SelectQuery query) =>
        query.Items.Select(item => item.Expression)
            .Concat(query.Where is { } where ? Operands(where) : [])
            .Concat(query.GroupBy ?? [])
            .Concat(query.Having is { } having ? Operands(having) : [])
            .Concat((query.OrderBy ?? []).Select(ordering => ordering.Expression));

    private static IEnumerable<Expression> Operands(Condition condition) => condition switch
    {
        Comparison comparison => [comparison.Left, comparison.Right],
        InList list => [list.Value],
        InQuery query => [query.Value],
        Between between => [between.Value],
        IsNull isNull => [isNull.Value],
        TextMatch match => [match.Value],
        AllOf all => all.Conditions.SelectMany(Operands),
        AnyOf any => any.Conditions.SelectMany(Operands),
        _ => [],
    };

    private static IEnumerable<IndexedTable> Tables(Expression expression) => expression switch
    {
        ColumnValue value => [value.Column.Table],
        AllColumns all => [all.Table],
        Aggregate { Argument: { } argument } => Tables(argument),
        DatePeriod period => Tables(period.Argument),
        Arithmetic arithmetic => Tables(arithmetic.Left).Concat(Tables(arithmetic.Right)),
        _ => [],
    };
}
