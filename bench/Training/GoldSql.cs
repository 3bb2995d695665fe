using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace Bench.Training;

/// <summary>Reads the SQL of the question set as queries of our own, which is what a parser learns to make.</summary>
internal sealed class GoldSql
{
    /// <summary>Words after a table or an item that are not what it is called.</summary>
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "from", "join", "inner", "left", "right", "full", "cross", "natural", "on", "using", "where", "group", "having", "order", "limit",
        "union", "intersect", "except",
    };

    private readonly GoldTokens _tokens;
    private readonly SchemaIndex _schema;

    private GoldSql(GoldTokens tokens, SchemaIndex schema) => (_tokens, _schema) = (tokens, schema);

    /// <summary>Null, with a reason, for SQL that says what our queries do not.</summary>
    /// <remarks>Names of computed columns are left out: they say nothing of the rows.</remarks>
    public static ReadQuery? Parse(string sql, SchemaIndex schema, out string? reason)
    {
        var tokens = new GoldTokens(sql);
        try
        {
            var query = new GoldSql(tokens, schema).Query();
            tokens.Take(";");
            tokens.ExpectEnd();
            reason = null;
            return query;
        }
        catch (NotExpressibleException refusal)
        {
            reason = refusal.Message;
            return null;
        }
    }

    private ReadQuery Query()
    {
        var select = Select();
        ReadQuery query = select;
        while (Operator() is { } set)
        {
            RefuseOrder(select);
            select = Select();
            RefuseOrder(select);
            query = new SetQuery(query, set, select);
        }

        return query;
    }

    private SetOperator? Operator()
    {
        if (_tokens.Take("union", "all"))
            throw new NotExpressibleException("UNION ALL");
        return _tokens.Take("union") ? SetOperator.Union
            : _tokens.Take("intersect") ? SetOperator.Intersect
            : _tokens.Take("except") ? SetOperator.Except
            : null;
    }

    /// <summary>What stands after the last branch orders all of them.</summary>
    private static void RefuseOrder(SelectQuery branch)
    {
        if (branch is not { OrderBy: null, Limit: null })
            throw new NotExpressibleException("ordered set operation");
    }

    private SelectQuery Select()
    {
        _tokens.Expect("select");
        var isDistinct = _tokens.Take("distinct");
        var start = _tokens.Position;
        _tokens.SkipTo("from");
        var from = _tokens.Position;
        _tokens.Expect("from");
        var scope = new GoldScope();
        var expressions = new GoldExpressions(_tokens, scope, Nested);
        var conditions = new GoldConditions(_tokens, expressions, Nested);
        var on = From(scope, conditions);
        var after = _tokens.Position;

        _tokens.Position = start;
        var items = Items(scope, expressions);
        if (_tokens.Position != from)
            throw new NotExpressibleException($"'{_tokens.Current.Value}' after an item");

        _tokens.Position = after;
        var where = GoldConditions.Conjuncts(_tokens.Take("where") ? conditions.Read() : null).ToList();
        var joins = GoldJoins.Of(scope.Tables, on, where);
        List<Condition> required = [.. on, .. where];
        return new SelectQuery(
            items,
            scope.Tables[0].Table,
            joins,
            required switch { [] => null, [var only] => only, _ => new AllOf(required) },
            _tokens.Take("group", "by") ? List(expressions.Read) : null,
            _tokens.Take("having") ? conditions.Read() : null,
            _tokens.Take("order", "by") ? List(() => Ordering(expressions)) : null,
            _tokens.Take("limit") ? Limit() : null,
            isDistinct);
    }

    private SelectQuery Nested() => Query() as SelectQuery ?? throw new NotExpressibleException("set operation in a subquery");

    /// <returns>What ON requires.</returns>
    private List<Condition> From(GoldScope scope, GoldConditions conditions)
    {
        var on = new List<Condition>();
        do
        {
            if (_tokens.At("("))
                throw new NotExpressibleException("subquery in FROM");
            var name = _tokens.Next().Value;
            var table = _schema.Tables.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new NotExpressibleException("unknown table");
            scope.Add(table, Alias());
            if (_tokens.Take("on"))
                on.AddRange(GoldConditions.Conjuncts(conditions.Read()));
        }
        while (_tokens.Take(",") || _tokens.Take("join") || _tokens.Take("inner", "join"));
        return on;
    }

    private List<SelectItem> Items(GoldScope scope, GoldExpressions expressions)
    {
        if (_tokens.Take("*"))
            return [.. scope.Tables.Select(All)];

        var items = List(() => Item(scope, expressions));
        foreach (var item in items.Where(item => item.Alias is not null))
            scope.Name(item.Alias!, item.Expression);
        return [.. items.Select(item => item with { Alias = null })];
    }

    private SelectItem Item(GoldScope scope, GoldExpressions expressions)
    {
        if (GoldTokens.Is(_tokens.Peek(1), ".") && GoldTokens.Is(_tokens.Peek(2), "*"))
        {
            var table = scope.Table(_tokens.Next().Value);
            _tokens.Position += 2;
            return All(table);
        }

        return new SelectItem(expressions.Read(), Alias());
    }

    private static SelectItem All(GoldTable table) => table.Use == 0
        ? new SelectItem(new AllColumns(table.Table))
        : throw new NotExpressibleException("all columns of a table's second use");

    private string? Alias() =>
        _tokens.Take("as") || (_tokens.Current.Kind is GoldTokenKind.Word && !Keywords.Contains(_tokens.Current.Value))
            ? _tokens.Next().Value
            : null;

    private Ordering Ordering(GoldExpressions expressions)
    {
        var expression = expressions.Read();
        return new Ordering(expression, !_tokens.Take("asc") && _tokens.Take("desc"));
    }

    private int Limit() => int.TryParse(_tokens.Next().Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
        ? limit
        : throw new NotExpressibleException("LIMIT of an expression");

    private List<T> List<T>(Func<T> read)
    {
        var list = new List<T> { read() };
        while (_tokens.Take(","))
            list.Add(read());
        return list;
    }
}
