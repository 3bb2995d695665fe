using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Query;

/// <summary>What a query computes for a row or a group of rows.</summary>
internal abstract record Expression;

/// <param name="Use">0 for the first use of the column's table in the query, 1 for the second.</param>
internal sealed record ColumnValue(IndexedColumn Column, int Use = 0) : Expression;

/// <summary>Every column of a table.</summary>
internal sealed record AllColumns(IndexedTable Table) : Expression;

/// <param name="Argument">Null counts rows.</param>
/// <param name="When">Of which rows of the group; null for all.</param>
internal sealed record Aggregate(AggregateFunction Function, Expression? Argument, bool IsDistinct = false, Condition? When = null) : Expression
{
    public static Aggregate Rows { get; } = new(AggregateFunction.Count, null);
}

/// <param name="Value">A string, decimal, <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="DateTime"/> or <see
/// cref="DateTimeOffset"/>.</param>
internal sealed record Literal(object Value) : Expression;

/// <summary>The start of the period in which the argument lies, or its number.</summary>
internal sealed record DatePeriod(DateUnit Unit, Expression Argument) : Expression;

internal sealed record Arithmetic(Expression Left, char Operator, Expression Right) : Expression;

/// <summary>A value as text, where it is compared with text.</summary>
internal sealed record TextOf(Expression Value) : Expression;

/// <summary>The single value that a query returns.</summary>
internal sealed record ScalarQuery(SelectQuery Query) : Expression;

internal enum AggregateFunction
{
    Count,
    Sum,
    Average,
    Minimum,
    Maximum,
}

internal enum DateUnit
{
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
