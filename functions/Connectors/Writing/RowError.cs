namespace FunctionsPlatform.Connectors.Writing;

/// <summary>What a database has against a row.</summary>
/// <param name="Code">One of <see cref="RowErrors"/>.</param>
internal sealed record RowError(string Code, string Message)
{
    public RowRejection At(int row) => new(row, Code, Message);
}

/// <summary>The codes of rows that a database rejects.</summary>
internal static class RowErrors
{
    public const string UniqueViolation = "unique_violation";
    public const string ForeignKeyViolation = "foreign_key_violation";
    public const string NotNullViolation = "not_null_violation";
    public const string CheckViolation = "check_violation";
    public const string ConstraintViolation = "constraint_violation";
    public const string ValueTooLong = "value_too_long";
    public const string ValueOutOfRange = "value_out_of_range";
    public const string ValueInvalid = "value_invalid";
    public const string KeyNull = "key_null";

    /// <summary>A trigger or a rule of the database's own refused it.</summary>
    public const string Refused = "row_refused";

    public static RowError NotFound { get; } = new("row_not_found", "There is no row of this key to update.");
}
