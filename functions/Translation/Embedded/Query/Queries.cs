using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Query;

/// <summary>A reading statement, independent of any dialect.</summary>
internal abstract record ReadQuery;

internal sealed record SelectQuery(
    IReadOnlyList<SelectItem> Items,
    IndexedTable From,
    IReadOnlyList<Join> Joins,
    Condition? Where = null,
    IReadOnlyList<Expression>? GroupBy = null,
    Condition? Having = null,
    IReadOnlyList<Ordering>? OrderBy = null,
    int? Limit = null,
    bool IsDistinct = false) : ReadQuery;

internal sealed record SetQuery(ReadQuery Left, SetOperator Operator, ReadQuery Right) : ReadQuery;

internal sealed record SelectItem(Expression Expression, string? Alias = null);

/// <summary>Brings in a table where all pairs of columns are equal; the second of each pair is that table's.</summary>
internal sealed record Join(IReadOnlyList<(ColumnValue From, ColumnValue To)> Keys)
{
    public ColumnValue From => Keys[0].From;

    public ColumnValue To => Keys[0].To;
}

internal sealed record Ordering(Expression Expression, bool IsDescending);

internal enum SetOperator
{
    Union,
    Intersect,
    Except,
}
