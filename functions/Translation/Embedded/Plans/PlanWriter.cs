using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>Writes a query as a plan.</summary>
internal sealed class PlanWriter(PlanScope scope, JoinGraph joins)
{
    private static readonly HashSet<string> NothingSaid = [];

    private readonly List<int> _symbols = [];

    /// <summary>Null for a query that no plan says: of two uses of one table, of arithmetic, or of values that the scope does not hold.</summary>
    public IReadOnlyList<int>? Write(ReadQuery query)
    {
        _symbols.Clear();
        if (!Branches(query))
        {
            return null;
        }

        Say(PlanSymbol.End);
        return [.. _symbols];
    }

    private bool Branches(ReadQuery query) => query switch
    {
        SelectQuery select => Body(select),
        SetQuery { Left: SelectQuery left } set => Body(left) && Say(set.Operator switch
        {
            SetOperator.Union => PlanSymbol.Union,
            SetOperator.Intersect => PlanSymbol.Intersect,
            _ => PlanSymbol.Except,
        }) && Branches(set.Right),
        _ => false,
    };

    private bool Body(SelectQuery query)
    {
        var tables = query.Joins.Select(join => join.To.Column.Table).Prepend(query.From).ToList();
        if (tables.Distinct().Count() < tables.Count)
        {
            return false;
        }

        var counted = CountedTable(query, tables);
        return (!query.IsDistinct || Say(PlanSymbol.Distinct))
            && query.Items.All(item => Operand(item.Expression, counted))
            && Tables(query, tables, counted)
            && (query.Where is null || (Say(PlanSymbol.Where) && Alternatives(query.Where, counted)))
            && (query.GroupBy is not { Count: > 0 } keys || (Say(PlanSymbol.Group) && keys.All(key => key is ColumnValue && Operand(key, counted))))
            && (query.Having is null || (Say(PlanSymbol.Having) && Alternatives(query.Having, counted)))
            && (query.OrderBy is not { Count: > 0 } order || (Say(PlanSymbol.Order) && order.All(by => Ordering(by, counted))))
            && (query.Limit is not { } limit || (Say(PlanSymbol.Limit) && Constant((decimal)limit, null)));
    }

    /// <summary>The table that COUNT(*) counts: the one that nothing else speaks of, or the one on the many side.</summary>
    private IndexedTable CountedTable(SelectQuery query, List<IndexedTable> tables)
    {
        var used = PlanTables.Used(query);
        var open = tables.Where(table => !used.Contains(table)).ToList();
        return (open.Count > 0 ? open : tables)
            .MaxBy(table => tables.Count(other => other != table && joins.Between(table, other).Any(edge => edge.From.IsForeignKey)))!;
    }

    private bool Tables(SelectQuery query, List<IndexedTable> tables, IndexedTable counted)
    {
        var used = PlanTables.Used(query);
        if (PlanTables.CountsRows(query) || used.Count == 0)
        {
            used.Add(counted);
        }

        var extra = new List<IndexedTable>();
        while (Implied(used.Concat(extra)) is var implied && tables.FirstOrDefault(table => !implied.Contains(table)) is { } missing)
        {
            extra.Add(missing);
        }

        return extra.Count == 0 || (Say(PlanSymbol.From) && extra.All(Point));
    }

    private HashSet<IndexedTable> Implied(IEnumerable<IndexedTable> used)
    {
        var needed = used.Distinct().ToList();
        return needed.Count == 0 ? [] : [.. needed, .. (JoinPlanner.Plan(joins, needed[0], needed, NothingSaid) ?? []).Select(join => join.To.Column.Table)];
    }

    private bool Ordering(Ordering ordering, IndexedTable counted) =>
        Operand(ordering.Expression, counted) && Say(ordering.IsDescending ? PlanSymbol.Descending : PlanSymbol.Ascending);

    private bool Operand(Expression expression, IndexedTable counted) => expression switch
    {
        ColumnValue { Use: 0 } value => Point(value.Column),
        AllColumns all => Point(all.Table),
        Aggregate { Argument: null, When: null } => Say(PlanSymbol.CountOf) && Point(counted),
        Aggregate { Argument: ColumnValue { Use: 0 } argument, When: null } aggregate =>
            Say(SymbolOf(aggregate.Function)) && (!aggregate.IsDistinct || Say(PlanSymbol.Distinct)) && Point(argument.Column),
        _ => false,
    };

    private static PlanSymbol SymbolOf(AggregateFunction function) => function switch
    {
        AggregateFunction.Count => PlanSymbol.CountOf,
        AggregateFunction.Sum => PlanSymbol.Sum,
        AggregateFunction.Average => PlanSymbol.Average,
        AggregateFunction.Minimum => PlanSymbol.Minimum,
        _ => PlanSymbol.Maximum,
    };

    /// <summary>Alternatives of conditions of alternatives: no plan nests deeper.</summary>
    private bool Alternatives(Condition condition, IndexedTable counted) =>
        condition is AnyOf any && any.Conditions.Any(part => part is AllOf { Conditions.Count: > 1 })
            ? Joined(any.Conditions, PlanSymbol.Else, part => All(part, counted))
            : All(condition, counted);

    private bool All(Condition condition, IndexedTable counted) =>
        condition is AllOf all ? Joined([.. Flat(all)], PlanSymbol.And, part => Any(part, counted)) : Any(condition, counted);

    private static IEnumerable<Condition> Flat(AllOf all) => all.Conditions.SelectMany(part => part is AllOf inner ? Flat(inner) : [part]);

    private bool Any(Condition condition, IndexedTable counted) => condition switch
    {
        AnyOf any => Joined(any.Conditions, PlanSymbol.Or, part => Any(part, counted)),
        InList { IsNegated: false } list => Joined(list.Values, PlanSymbol.Or, value => Predicate(new Comparison(list.Value, ComparisonOperator.Equal, value), counted)),
        InList list => Joined(list.Values, PlanSymbol.And, value => Predicate(new Comparison(list.Value, ComparisonOperator.NotEqual, value), counted)),
        AllOf { Conditions: [var only] } => Any(only, counted),
        AllOf => false,
        _ => Predicate(condition, counted),
    };

    private bool Joined<T>(IReadOnlyList<T> parts, PlanSymbol by, Func<T, bool> write) =>
        parts.Index().All(part => (part.Index == 0 || Say(by)) && write(part.Item));

    private bool Predicate(Condition condition, IndexedTable counted) => condition switch
    {
        Comparison comparison => Operand(comparison.Left, counted) && Say(SymbolOf(comparison.Operator)) && Right(comparison.Right, ColumnOf(comparison.Left)),
        Between between => Operand(between.Value, counted) && Say(PlanSymbol.Between)
            && Right(between.Low, ColumnOf(between.Value)) && Right(between.High, ColumnOf(between.Value)),
        InQuery query => Operand(query.Value, counted) && Say(query.IsNegated ? PlanSymbol.NotIn : PlanSymbol.In) && Nested(query.Query),
        IsNull isNull => Operand(isNull.Value, counted) && Say(isNull.IsNegated ? PlanSymbol.IsNotNull : PlanSymbol.IsNull),
        TextMatch { IsNegated: false } match => Operand(match.Value, counted) && Say(match.Kind switch
        {
            TextMatchKind.Contains => PlanSymbol.Contains,
            TextMatchKind.StartsWith => PlanSymbol.StartsWith,
            _ => PlanSymbol.EndsWith,
        }) && Constant(match.Text, ColumnOf(match.Value)),
        TextMatch { Kind: TextMatchKind.Contains } match => Operand(match.Value, counted) && Say(PlanSymbol.NotContains) && Constant(match.Text, ColumnOf(match.Value)),
        _ => false,
    };

    private static PlanSymbol SymbolOf(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => PlanSymbol.Equal,
        ComparisonOperator.NotEqual => PlanSymbol.NotEqual,
        ComparisonOperator.Less => PlanSymbol.Less,
        ComparisonOperator.LessOrEqual => PlanSymbol.LessOrEqual,
        ComparisonOperator.Greater => PlanSymbol.Greater,
        _ => PlanSymbol.GreaterOrEqual,
    };

    private static IndexedColumn? ColumnOf(Expression expression) => expression is ColumnValue value ? value.Column : null;

    private bool Right(Expression expression, IndexedColumn? column) => expression switch
    {
        Literal literal => Constant(literal.Value, column),
        ScalarQuery scalar => Nested(scalar.Query),
        ColumnValue { Use: 0 } other => Point(other.Column),
        _ => false,
    };

    private bool Nested(SelectQuery query) => Say(PlanSymbol.Open) && Body(query) && Say(PlanSymbol.Close);

    /// <summary>Said where it is said at all; of several ways, one that the column is known to hold.</summary>
    private bool Constant(object literal, IndexedColumn? column)
    {
        var best = scope.Values.Index().Where(value => value.Item.Means(literal, column))
            .OrderBy(value => value.Item.Kind is PlanValueKind.Unsaid).ThenByDescending(value => column is not null && value.Item.IsOf(column))
            .Select(value => (int?)value.Index).FirstOrDefault();
        return best is { } at ? Say(scope.ValueSymbol(at))
            : literal is 1m ? Say(PlanSymbol.One)
            : literal is 0m && Say(PlanSymbol.Zero);
    }

    private bool Point(IndexedColumn column) => scope.Symbol(column) is { } symbol && Say(symbol);

    private bool Point(IndexedTable table) => scope.Symbol(table) is { } symbol && Say(symbol);

    private bool Say(PlanSymbol symbol) => Say((int)symbol);

    private bool Say(int symbol)
    {
        _symbols.Add(symbol);
        return true;
    }
}
