using System.Globalization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation.Embedded.Building;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Rendering;

/// <summary>Writes a query as one line of SQL. Columns are qualified only where a select reads more than one table.</summary>
internal sealed class SqlRenderer(SqlDialect dialect, string? defaultSchema)
{
    private readonly DialectSyntax _syntax = new(dialect);

    public string Render(ReadQuery query) => query switch
    {
        SelectQuery select => Select(select),
        SetQuery set => $"{Branch(set.Left)} {Keyword(set.Operator)} {Branch(set.Right)}",
        _ => throw new ArgumentException($"No SQL for {query.GetType().Name}."),
    };

    /// <summary>A branch that is ordered or limited becomes a subquery: no dialect takes ORDER BY inside a plain branch.</summary>
    private string Branch(ReadQuery query) =>
        query is SelectQuery { Limit: not null } select ? $"SELECT * FROM ({Select(select)}) AS branch" : Render(query);

    private string Select(SelectQuery query)
    {
        var scope = new Scope(query, _syntax, Qualified);
        return Select(query, scope, query.Where is { } where ? Condition(where, scope, isNested: false) : null);
    }

    /// <summary><c>SELECT 1 FROM excluded WHERE excluded.key = row.key AND ...</c></summary>
    private string Matching(NoMatch match, Scope outside)
    {
        var inside = new Scope(match.Query, _syntax, Qualified, outside);
        var conditions = match.Keys.Select(key => IsText(key.Inside) == IsText(key.Outside)
            ? $"{inside.Qualified(key.Inside)} = {outside.Qualified(key.Outside)}"
            : $"{AsText(key.Inside, inside.Qualified(key.Inside))} = {AsText(key.Outside, outside.Qualified(key.Outside))}");
        if (match.Query.Where is { } where)
        {
            conditions = conditions.Append(Condition(where, inside, isNested: true));
        }

        return Select(match.Query with { Items = [new SelectItem(new Literal(1m))] }, inside, string.Join(" AND ", conditions));
    }

    private string Select(SelectQuery query, Scope scope, string? where)
    {
        var parts = new List<string> { query.IsDistinct ? "SELECT DISTINCT" : "SELECT" };
        if (query.Limit is { } top && _syntax.LimitsWithTop)
        {
            parts.Add($"TOP {top.ToString(CultureInfo.InvariantCulture)}");
        }

        parts.Add(string.Join(", ", query.Items.Select(item => Item(item, scope))));
        parts.Add("FROM " + scope.Declare(query.From, 0));
        parts.AddRange(query.Joins.Select(join =>
            $"JOIN {scope.Declare(join.To.Column.Table, join.To.Use)} ON "
            + string.Join(" AND ", join.Keys.Select(key => Compared(key.From, "=", key.To, scope)))));
        if (where is not null)
        {
            parts.Add("WHERE " + where);
        }

        if (query.GroupBy is { Count: > 0 } keys)
        {
            parts.Add("GROUP BY " + string.Join(", ", keys.Select(key => Expression(key, scope))));
        }

        if (query.Having is { } having)
        {
            parts.Add("HAVING " + Condition(having, scope, isNested: false));
        }

        if (query.OrderBy is { Count: > 0 } orderings)
        {
            parts.Add("ORDER BY " + string.Join(", ", orderings.Select(ordering => Ordering(ordering, query, scope))));
        }

        if (query.Limit is { } limit && !_syntax.LimitsWithTop)
        {
            parts.Add($"LIMIT {limit.ToString(CultureInfo.InvariantCulture)}");
        }

        return string.Join(' ', parts);
    }

    /// <summary>What is unknown is neither the first nor the last of anything. A DISTINCT takes no ordering but by what it shows.</summary>
    private string Ordering(Ordering ordering, SelectQuery query, Scope scope)
    {
        var expression = Expression(ordering.Expression, scope);
        var mayBeUnknown = ordering.Expression is not Aggregate { Function: AggregateFunction.Count }
            && Expressions.Columns(ordering.Expression).Any(column => column.Definition.IsNullable);
        return query is { Limit: not null, IsDistinct: false } && mayBeUnknown
            ? _syntax.UnknownLast(expression, ordering.IsDescending)
            : expression + (ordering.IsDescending ? " DESC" : "");
    }

    private string Item(SelectItem item, Scope scope) =>
        Expression(item.Expression, scope) + (item.Alias is { } alias ? " AS " + _syntax.Quote(alias) : "");

    private string Expression(Expression expression, Scope scope) => expression switch
    {
        ColumnValue column => scope.Column(column),
        AllColumns all => scope.IsSingle ? "*" : scope.Name(all.Table, 0) + ".*",
        Aggregate aggregate => Aggregate(aggregate, scope),
        Literal literal => _syntax.Literal(literal.Value),
        DatePeriod period => _syntax.Period(period.Unit, Moment(period.Argument, scope)),
        Arithmetic arithmetic => $"{Number(arithmetic.Left, scope)} {arithmetic.Operator} {Number(arithmetic.Right, scope)}",
        TextOf text => Text(text.Value, scope),
        ScalarQuery scalar => $"({Select(scalar.Query)})",
        _ => throw new ArgumentException($"No SQL for {expression.GetType().Name}."),
    };

    /// <summary>Dates that are kept as text are read as dates.</summary>
    private string Moment(Expression argument, Scope scope) =>
        argument is ColumnValue { Column.IsTemporalType: false } ? _syntax.AsMoment(Expression(argument, scope)) : Expression(argument, scope);

    private string Text(Expression value, Scope scope) => value is ColumnValue column ? AsText(column, Expression(value, scope)) : Expression(value, scope);

    private string AsText(ColumnValue column, string rendered) => IsText(column) ? rendered : _syntax.AsText(rendered);

    /// <summary>What arithmetic and sums take: numbers that are kept as text are read as numbers.</summary>
    private string Number(Expression value, Scope scope) => IsText(value) ? _syntax.AsNumber(Expression(value, scope)) : Expression(value, scope);

    /// <summary>Keys of different types are the same when they read the same; text is compared with a number as a number.</summary>
    private string Compared(Expression left, string symbol, Expression right, Scope scope) => (left, right) switch
    {
        (ColumnValue, ColumnValue) when IsText(left) != IsText(right) => $"{Text(left, scope)} {symbol} {Text(right, scope)}",
        _ => $"{Measured(left, [right], scope)} {symbol} {Expression(right, scope)}",
    };

    private string Measured(Expression value, IReadOnlyList<Expression> with, Scope scope) =>
        with.All(bound => bound is Literal { Value: decimal }) ? Number(value, scope) : Expression(value, scope);

    private string Contained(InQuery query, Scope scope)
    {
        var (outside, inside) = (query.Value, query.Query.Items[0].Expression);
        var differ = outside is ColumnValue && inside is ColumnValue && IsText(outside) != IsText(inside);
        var value = differ ? Text(outside, scope) : Expression(outside, scope);
        var selected = differ && IsText(outside) ? query.Query with { Items = [query.Query.Items[0] with { Expression = new TextOf(inside) }] } : query.Query;
        return $"{value} {Not(query.IsNegated)}IN ({Select(selected)})";
    }

    private static bool IsText(Expression value) => value is ColumnValue { Column.Definition.Kind: ColumnKind.Text };

    private string Aggregate(Aggregate aggregate, Scope scope)
    {
        if (aggregate is { Argument: null, When: null })
        {
            return "COUNT(*)";
        }

        var argument = aggregate.Argument is not { } value ? "1"
            : aggregate.Function is AggregateFunction.Sum or AggregateFunction.Average ? Number(value, scope)
            : Expression(value, scope);
        if (aggregate is { Function: AggregateFunction.Average, Argument: ColumnValue { Column.Definition.Kind: ColumnKind.Integer } }
            && _syntax.RoundsAveragesOfIntegers)
        {
            argument = $"CAST({argument} AS decimal(38, 6))";
        }

        if (aggregate.When is { } when)
        {
            argument = $"CASE WHEN {Condition(when, scope, isNested: false)} THEN {argument} END";
        }

        var name = aggregate.Function switch
        {
            AggregateFunction.Count => "COUNT",
            AggregateFunction.Sum => "SUM",
            AggregateFunction.Average => "AVG",
            AggregateFunction.Minimum => "MIN",
            AggregateFunction.Maximum => "MAX",
            _ => throw new ArgumentException($"No SQL for {aggregate.Function}."),
        };
        return $"{name}({(aggregate.IsDistinct ? "DISTINCT " : "")}{argument})";
    }

    private string Condition(Condition condition, Scope scope, bool isNested) => condition switch
    {
        Comparison comparison =>
            Compared(comparison.Left, Symbol(comparison.Operator), comparison.Right, scope),
        InList list =>
            $"{Measured(list.Value, list.Values, scope)} {Not(list.IsNegated)}IN ({string.Join(", ", list.Values.Select(value => Expression(value, scope)))})",
        InQuery query => Contained(query, scope),
        NoMatch match => $"NOT EXISTS ({Matching(match, scope)})",
        Between between =>
            $"{Measured(between.Value, [between.Low, between.High], scope)} BETWEEN {Expression(between.Low, scope)} AND {Expression(between.High, scope)}",
        IsNull isNull => $"{Expression(isNull.Value, scope)} IS {Not(isNull.IsNegated)}NULL",
        TextMatch match =>
            $"{Text(match.Value, scope)} {Not(match.IsNegated)}{_syntax.CaseInsensitiveLike} {_syntax.LikePattern(match.Kind, match.Text)}",
        AllOf all => Combine(all.Conditions, " AND ", scope, isNested),
        AnyOf any => Combine(any.Conditions, " OR ", scope, isNested),
        _ => throw new ArgumentException($"No SQL for {condition.GetType().Name}."),
    };

    private string Combine(IReadOnlyList<Condition> conditions, string conjunction, Scope scope, bool isNested)
    {
        if (conditions.Count == 1)
        {
            return Condition(conditions[0], scope, isNested);
        }

        var text = string.Join(conjunction, conditions.Select(condition => Condition(condition, scope, isNested: true)));
        return isNested ? $"({text})" : text;
    }

    private string Qualified(IndexedTable table) =>
        table.Definition.Schema is { } schema && !string.Equals(schema, defaultSchema, StringComparison.OrdinalIgnoreCase)
            ? $"{_syntax.Quote(schema)}.{_syntax.Quote(table.Name)}"
            : _syntax.Quote(table.Name);

    private static string Not(bool isNegated) => isNegated ? "NOT " : "";

    private static string Keyword(SetOperator set) => set switch
    {
        SetOperator.Union => "UNION",
        SetOperator.Intersect => "INTERSECT",
        SetOperator.Except => "EXCEPT",
        _ => throw new ArgumentException($"No SQL for {set}."),
    };

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentException($"No SQL for {comparison}."),
    };
}
