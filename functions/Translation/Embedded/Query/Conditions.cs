namespace FunctionsPlatform.Translation.Embedded.Query;

/// <summary>What holds or does not hold for a row or a group of rows.</summary>
internal abstract record Condition;

internal sealed record Comparison(Expression Left, ComparisonOperator Operator, Expression Right) : Condition;

internal sealed record InList(Expression Value, IReadOnlyList<Literal> Values, bool IsNegated = false) : Condition;

internal sealed record InQuery(Expression Value, SelectQuery Query, bool IsNegated = false) : Condition;

/// <summary>There is no row of the query whose columns equal those of the row outside: for keys of several columns.</summary>
internal sealed record NoMatch(SelectQuery Query, IReadOnlyList<(ColumnValue Inside, ColumnValue Outside)> Keys) : Condition;

internal sealed record Between(Expression Value, Expression Low, Expression High) : Condition;

internal sealed record IsNull(Expression Value, bool IsNegated = false) : Condition;

internal sealed record TextMatch(Expression Value, TextMatchKind Kind, string Text, bool IsNegated = false) : Condition;

internal sealed record AllOf(IReadOnlyList<Condition> Conditions) : Condition;

internal sealed record AnyOf(IReadOnlyList<Condition> Conditions) : Condition;

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal enum TextMatchKind
{
    Contains,
    StartsWith,
    EndsWith,
}
