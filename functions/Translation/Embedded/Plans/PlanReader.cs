using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>Makes a query of a plan that <see cref="PlanGrammar"/> allows.</summary>
/// <param name="said">Stems of the question's words, which tell apart two keys between the same tables.</param>
internal sealed class PlanReader(PlanScope scope, JoinGraph joins, IReadOnlySet<string> said)
{
    private IReadOnlyList<int> _symbols = [];
    private int _at;
    private bool _isNone;

    /// <summary>Null where tables are not joined by any key, or the parts of the query do not fit one another.</summary>
    public ReadQuery? Read(IReadOnlyList<int> symbols)
    {
        (_symbols, _at, _isNone) = (symbols, 0, false);
        var query = Branches();
        return _isNone ? null : query;
    }

    private PlanSymbol Next => _at < _symbols.Count && _symbols[_at] < (int)PlanSymbol.Count ? (PlanSymbol)_symbols[_at] : PlanSymbol.Count;

    private int Take() => _symbols[_at++];

    private bool Took(PlanSymbol symbol)
    {
        if (Next != symbol)
        {
            return false;
        }

        _at++;
        return true;
    }

    private ReadQuery? Branches()
    {
        var left = Body();
        SetOperator? set = Took(PlanSymbol.Union) ? SetOperator.Union
            : Took(PlanSymbol.Intersect) ? SetOperator.Intersect
            : Took(PlanSymbol.Except) ? SetOperator.Except : null;
        return set is not { } operation ? left
            : left is not null && Branches() is { } right && Width(left) == Width(right) ? new SetQuery(Unordered(left), operation, right is SelectQuery last ? Unordered(last) : right) : null;
    }

    /// <summary>No dialect orders a branch of a set operation unless it is limited.</summary>
    private static SelectQuery Unordered(SelectQuery branch) => branch.Limit is null ? branch with { OrderBy = [] } : branch;

    private static int Width(ReadQuery query) => query switch
    {
        SelectQuery select => select.Items.Sum(item => item.Expression is AllColumns all ? all.Table.Columns.Count : 1),
        SetQuery set => Width(set.Left),
        _ => 0,
    };

    private SelectQuery? Body()
    {
        var tables = new List<IndexedTable>();
        var isDistinct = Took(PlanSymbol.Distinct);
        var items = new List<Expression>();
        while (StartsOperand)
        {
            items.Add(Operand(tables));
        }

        if (Took(PlanSymbol.From))
        {
            while (Next == PlanSymbol.Count)
            {
                tables.Add(scope.Table(Take())!);
            }
        }

        var where = Took(PlanSymbol.Where) ? Alternatives(tables) : null;
        var groups = new List<Expression>();
        if (Took(PlanSymbol.Group))
        {
            while (Next == PlanSymbol.Count)
            {
                groups.Add(Operand(tables));
            }
        }

        var having = Took(PlanSymbol.Having) ? Alternatives(tables) : null;
        var order = new List<Ordering>();
        if (Took(PlanSymbol.Order))
        {
            while (StartsOperand)
            {
                var by = Operand(tables);
                order.Add(new Ordering(by, Took(PlanSymbol.Descending)));
                Took(PlanSymbol.Ascending);
            }
        }

        int? limit = Took(PlanSymbol.Limit) ? LimitOf(Constant(null)) : null;
        var isGrouped = groups.Count > 0 || having is not null || items.Any(item => item is Aggregate) || order.Any(by => by.Expression is Aggregate);
        return (!isGrouped || !items.Any(item => item is AllColumns)) && Joined(tables) is var (from, planned)
            ? new SelectQuery(
                [.. items.Distinct().Select(item => new SelectItem(item))], from, planned, where, isGrouped ? Groups(items, groups, order) : groups, having, order, limit, isDistinct)
            : null;
    }

    private bool StartsOperand => Next is PlanSymbol.Count or PlanSymbol.CountOf or PlanSymbol.Sum or PlanSymbol.Average or PlanSymbol.Minimum or PlanSymbol.Maximum;

    private static int? LimitOf(Literal literal) => literal.Value is decimal number and >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>What is shown beside an aggregate is grouped by, as most databases demand.</summary>
    private static List<Expression> Groups(List<Expression> items, List<Expression> groups, List<Ordering> order)
    {
        var shown = items.Concat(order.Select(by => by.Expression)).Where(item => item is ColumnValue);
        return [.. groups.Concat(shown).Distinct()];
    }

    private (IndexedTable From, List<Join> Joins)? Joined(List<IndexedTable> tables)
    {
        var needed = tables.Distinct().ToList();
        return needed.Count > 0 && JoinPlanner.Plan(joins, needed[0], needed, said) is { } planned ? (needed[0], planned) : null;
    }

    private Expression Operand(List<IndexedTable> tables)
    {
        AggregateFunction? function = Next switch
        {
            PlanSymbol.CountOf => AggregateFunction.Count,
            PlanSymbol.Sum => AggregateFunction.Sum,
            PlanSymbol.Average => AggregateFunction.Average,
            PlanSymbol.Minimum => AggregateFunction.Minimum,
            PlanSymbol.Maximum => AggregateFunction.Maximum,
            _ => null,
        };
        if (function is not null)
        {
            _at++;
        }

        var isDistinct = function is not null && Took(PlanSymbol.Distinct);
        var symbol = Take();
        if (scope.Table(symbol) is { } table)
        {
            tables.Add(table);
            return function is null ? new AllColumns(table) : Aggregate.Rows;
        }

        var column = scope.Column(symbol)!;
        tables.Add(column.Table);
        return function is { } aggregate ? new Aggregate(aggregate, new ColumnValue(column), isDistinct) : new ColumnValue(column);
    }

    private Condition Alternatives(List<IndexedTable> tables)
    {
        var alternatives = Parts(PlanSymbol.Else, () => All(tables));
        return alternatives is [var only] ? only : new AnyOf(alternatives);
    }

    private AllOf All(List<IndexedTable> tables) => new(Parts(PlanSymbol.And, () => Any(Parts(PlanSymbol.Or, () => Predicate(tables)))));

    private List<T> Parts<T>(PlanSymbol separator, Func<T> read)
    {
        var parts = new List<T> { read() };
        while (Took(separator))
        {
            parts.Add(read());
        }

        return parts;
    }

    private static Condition Any(List<Condition> alternatives)
    {
        var first = alternatives[0] as Comparison;
        return alternatives.Count == 1 ? alternatives[0]
            : first is not null && alternatives.All(part => part is Comparison { Operator: ComparisonOperator.Equal, Right: Literal } same && same.Left == first.Left)
                ? new InList(first.Left, [.. alternatives.Select(part => (Literal)((Comparison)part).Right)])
                : new AnyOf(alternatives);
    }

    private Condition Predicate(List<IndexedTable> tables)
    {
        var operand = Operand(tables);
        var column = operand is ColumnValue value ? value.Column : null;
        switch ((PlanSymbol)Take())
        {
            case PlanSymbol.IsNull:
                return new IsNull(operand);
            case PlanSymbol.IsNotNull:
                return new IsNull(operand, IsNegated: true);
            case PlanSymbol.In:
                return new InQuery(operand, Nested());
            case PlanSymbol.NotIn:
                return new InQuery(operand, WithoutUnknown(Nested()), IsNegated: true);
            case PlanSymbol.Between:
                return new Between(operand, Right(column, tables), Right(column, tables));
            case PlanSymbol.Contains:
                return Match(operand, TextMatchKind.Contains);
            case PlanSymbol.StartsWith:
                return Match(operand, TextMatchKind.StartsWith);
            case PlanSymbol.EndsWith:
                return Match(operand, TextMatchKind.EndsWith);
            case PlanSymbol.NotContains:
                return Match(operand, TextMatchKind.Contains) with { IsNegated = true };
            case var comparison:
                return new Comparison(operand, OperatorOf(comparison), Right(column, tables));
        }
    }

    /// <summary>Nothing is outside a list that holds an unknown.</summary>
    private static SelectQuery WithoutUnknown(SelectQuery query)
    {
        if (query is not { Items: [{ Expression: ColumnValue { Column.Definition.IsNullable: true } value }], GroupBy: not { Count: > 0 }, Limit: null })
        {
            return query;
        }

        var known = new IsNull(value, IsNegated: true);
        return query with { Where = query.Where is { } where ? new AllOf([where, known]) : known };
    }

    private TextMatch Match(Expression operand, TextMatchKind kind) => new(operand, kind, scope.Value(_symbols[_at]) is { } value && _at++ >= 0 ? value.Text : $"{Constant(null).Value}");

    private SelectQuery Nested()
    {
        Took(PlanSymbol.Open);
        var query = Body();
        Took(PlanSymbol.Close);
        _isNone |= query is null || Width(query) != 1;
        return query ?? new SelectQuery([], scope.Tables[0], []);
    }

    private Expression Right(IndexedColumn? column, List<IndexedTable> tables) =>
        Next == PlanSymbol.Open ? new ScalarQuery(Nested()) : Next == PlanSymbol.Count && scope.Column(_symbols[_at]) is not null ? Operand(tables) : Constant(column);

    private Literal Constant(IndexedColumn? column)
    {
        var symbol = Take();
        return scope.Value(symbol) is not { } value ? new Literal(symbol == (int)PlanSymbol.One ? 1m : 0m)
            : value.Number is { } number && (column is null || !column.IsText) ? new Literal(number)
            : value.Number is { } written && value.Kind is PlanValueKind.Number && !value.IsOf(column!) ? new Literal(written.ToString(CultureInfo.InvariantCulture))
            : new Literal(value.TextFor(column));
    }

    private static ComparisonOperator OperatorOf(PlanSymbol symbol) => symbol switch
    {
        PlanSymbol.Equal => ComparisonOperator.Equal,
        PlanSymbol.NotEqual => ComparisonOperator.NotEqual,
        PlanSymbol.Less => ComparisonOperator.Less,
        PlanSymbol.LessOrEqual => ComparisonOperator.LessOrEqual,
        PlanSymbol.Greater => ComparisonOperator.Greater,
        _ => ComparisonOperator.GreaterOrEqual,
    };
}
