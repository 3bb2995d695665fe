namespace FunctionsPlatform.Connectors;

/// <summary>The kind of value in a column, and with it the CLR type that readers give.</summary>
public enum ColumnKind
{
    /// <summary><see cref="string"/></summary>
    Text,

    /// <summary><see cref="long"/>, or <see cref="decimal"/> where it does not fit.</summary>
    Integer,

    /// <summary>Exact: <see cref="decimal"/>; where the value does not fit, the text that the database prints.</summary>
    Decimal,

    /// <summary>Floating point: <see cref="double"/></summary>
    Float,

    /// <summary><see cref="bool"/></summary>
    Boolean,

    /// <summary><see cref="DateOnly"/></summary>
    Date,

    /// <summary><see cref="TimeOnly"/>, or <see cref="TimeSpan"/> where it does not fit a day.</summary>
    Time,

    /// <summary>Without a zone: <see cref="DateTime"/> of unspecified kind.</summary>
    Timestamp,

    /// <summary>An instant: <see cref="DateTimeOffset"/></summary>
    TimestampTz,

    /// <summary><see cref="Guid"/></summary>
    Uuid,

    /// <summary><see cref="string"/> holding JSON.</summary>
    Json,

    /// <summary><see cref="byte"/> array.</summary>
    Binary,

    /// <summary>Anything else, as the text that the database prints.</summary>
    Other,
}
