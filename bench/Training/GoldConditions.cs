using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Query;

namespace Bench.Training;

/// <summary>Reads what a statement requires of rows and groups.</summary>
internal sealed class GoldConditions(GoldTokens tokens, GoldExpressions expressions, Func<SelectQuery> readSelect)
{
    public Condition Read()
    {
        var any = new List<Condition> { All() };
        while (tokens.Take("or"))
            any.Add(All());
        return any is [var only] ? only : new AnyOf(any);
    }

    private Condition All()
    {
        var all = Conjuncts(One()).ToList();
        while (tokens.Take("and"))
            all.AddRange(Conjuncts(One()));
        return all is [var only] ? only : new AllOf(all);
    }

    public static IEnumerable<Condition> Conjuncts(Condition? condition) => condition switch
    {
        null => [],
        AllOf all => all.Conditions,
        _ => [condition],
    };

    private Condition One()
    {
        if (tokens.At("(") && tokens.ParenthesesHold("and", "or", "=", "<", ">", "<=", ">=", "<>", "!=", "in", "like", "between", "is")
            && !GoldTokens.Is(tokens.Peek(1), "select"))
        {
            tokens.Expect("(");
            var inner = Read();
            tokens.Expect(")");
            return inner;
        }

        var value = expressions.Read();
        var isNegated = tokens.Take("not");
        if (tokens.Take("in"))
            return In(value, isNegated);
        if (tokens.Take("like"))
            return Like(value, isNegated);
        if (isNegated)
            throw new NotExpressibleException($"NOT {tokens.Current.Value}");
        if (tokens.Take("between"))
        {
            var low = expressions.Read();
            tokens.Expect("and");
            return new Between(value, GoldLiterals.For(value, low), GoldLiterals.For(value, expressions.Read()));
        }

        if (tokens.Take("is"))
        {
            isNegated = tokens.Take("not");
            tokens.Expect("null");
            return new IsNull(value, isNegated);
        }

        var comparison = Operator(tokens.Next().Value);
        var other = expressions.Read();
        return new Comparison(GoldLiterals.For(other, value), comparison, GoldLiterals.For(value, other));
    }

    private Condition In(Expression value, bool isNegated)
    {
        tokens.Expect("(");
        if (tokens.At("select"))
        {
            var query = readSelect();
            tokens.Expect(")");
            return new InQuery(value, query, isNegated);
        }

        var values = new List<Literal>();
        do
        {
            values.Add(GoldLiterals.For(value, expressions.Read()) as Literal ?? throw new NotExpressibleException("IN of expressions"));
        }
        while (tokens.Take(","));
        tokens.Expect(")");
        return new InList(value, values, isNegated);
    }

    private Condition Like(Expression value, bool isNegated)
    {
        var pattern = expressions.Read() is Literal literal ? Convert.ToString(literal.Value, CultureInfo.InvariantCulture)! : "%%";
        var text = pattern.Trim('%');
        if (text.Length == 0 || text.AsSpan().ContainsAny('%', '_'))
            throw new NotExpressibleException("LIKE of another pattern");
        return (pattern[0], pattern[^1]) switch
        {
            ('%', '%') => new TextMatch(value, TextMatchKind.Contains, text, isNegated),
            ('%', _) => new TextMatch(value, TextMatchKind.EndsWith, text, isNegated),
            (_, '%') => new TextMatch(value, TextMatchKind.StartsWith, text, isNegated),
            _ => new Comparison(value, isNegated ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, new Literal(text)),
        };
    }

    private static ComparisonOperator Operator(string symbol) => symbol switch
    {
        "=" or "==" => ComparisonOperator.Equal,
        "!=" or "<>" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => throw new NotExpressibleException($"'{symbol}' in place of a comparison"),
    };
}
