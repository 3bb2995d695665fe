namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>
/// The words of a plan: a query written as a sequence of these and of pointers to tables, columns and values. A pointer is <see cref="Count"/> and its position added.
/// What tables a query reads follows from the columns it points at; a table alone stands for its rows.
/// </summary>
internal enum PlanSymbol
{
    Begin,
    End,
    Distinct,
    CountOf,
    Sum,
    Average,
    Minimum,
    Maximum,

    /// <summary>Tables that must have a row beside those whose columns are pointed at.</summary>
    From,
    Where,
    Group,
    Having,
    Order,
    Limit,
    Ascending,
    Descending,

    /// <summary>Binds less than <see cref="Or"/>, so that alternatives of one thing are a condition among others.</summary>
    And,
    Or,

    /// <summary>An alternative to all the conditions before it.</summary>
    Else,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    StartsWith,
    EndsWith,
    NotContains,
    Between,
    In,
    NotIn,
    IsNull,
    IsNotNull,
    Open,
    Close,
    Union,
    Intersect,
    Except,
    Zero,
    One,

    /// <summary>How many there are.</summary>
    Count,
}
