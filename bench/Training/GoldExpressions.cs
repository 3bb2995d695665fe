using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Query;

namespace Bench.Training;

/// <summary>Reads what a statement computes.</summary>
internal sealed class GoldExpressions(GoldTokens tokens, GoldScope scope, Func<SelectQuery> readSelect)
{
    public Expression Read() => Chain(Product, "+", "-");

    private Expression Product() => Chain(Operand, "*", "/");

    private Expression Chain(Func<Expression> operand, params ReadOnlySpan<string> operators)
    {
        var left = operand();
        while (tokens.At(operators[0]) || tokens.At(operators[1]))
        {
            var (sign, right) = (tokens.Next().Value[0], operand());
            // Arithmetic is rendered without parentheses.
            if (left is Arithmetic || right is Arithmetic)
                throw new NotExpressibleException("nested arithmetic");
            left = new Arithmetic(left, sign, right);
        }

        return left;
    }

    private Expression Operand()
    {
        if (tokens.Take("("))
        {
            Expression inner = tokens.At("select") ? new ScalarQuery(readSelect()) : Read();
            tokens.Expect(")");
            return inner;
        }

        var isNegative = tokens.Take("-");
        var token = tokens.Next();
        return token.Kind switch
        {
            GoldTokenKind.Number => new Literal(decimal.Parse((isNegative ? "-" : "") + token.Value, CultureInfo.InvariantCulture)),
            _ when isNegative => throw new NotExpressibleException("negated expression"),
            GoldTokenKind.Text => new Literal(token.Value),
            GoldTokenKind.DoubleQuoted when !tokens.At(".") => scope.Find(null, token.Value) ?? new Literal(token.Value),
            GoldTokenKind.Word or GoldTokenKind.DoubleQuoted => Named(token.Value),
            _ => throw new NotExpressibleException($"'{token.Value}' in place of an expression"),
        };
    }

    private Expression Named(string name)
    {
        if (tokens.Take("("))
            return Call(name);

        if (tokens.Take("."))
            return scope.Column(name, tokens.Next().Value);

        return name.ToLowerInvariant() is "true" or "false" && scope.Find(null, name) is null
            ? new Literal(bool.Parse(name))
            : scope.Column(null, name);
    }

    private Aggregate Call(string name)
    {
        var function = name.ToLowerInvariant() switch
        {
            "count" => AggregateFunction.Count,
            "sum" => AggregateFunction.Sum,
            "avg" => AggregateFunction.Average,
            "min" => AggregateFunction.Minimum,
            "max" => AggregateFunction.Maximum,
            var other => throw new NotExpressibleException($"function {other}"),
        };
        var isDistinct = tokens.Take("distinct");
        var argument = function is AggregateFunction.Count && !isDistinct && tokens.Take("*") ? null : Read();
        tokens.Expect(")");
        return new Aggregate(function, argument, isDistinct);
    }
}
