using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>Which errors are about a row's values. DuckDB tells constraints apart by its words alone.</summary>
internal static partial class DuckDbRowErrors
{
    public static RowError? Of(Exception failure) => failure is DuckDBException duckDb && Code(duckDb) is { } code
        ? new RowError(code, Values().Replace(DuckDbConnector.Message(duckDb.Message), ""))
        : null;

    private static string? Code(DuckDBException failure) => failure.ErrorType switch
    {
        DuckDBErrorType.Constraint => ConstraintCode(failure.Message),
        DuckDBErrorType.OutOfRange => RowErrors.ValueOutOfRange,
        DuckDBErrorType.Conversion => failure.Message.Contains("out of range", StringComparison.OrdinalIgnoreCase) ? RowErrors.ValueOutOfRange : RowErrors.ValueInvalid,
        DuckDBErrorType.InvalidInput or DuckDBErrorType.MismatchType => RowErrors.ValueInvalid,
        _ => null,
    };

    private static string ConstraintCode(string message) =>
        message.Contains("foreign key", StringComparison.OrdinalIgnoreCase) ? RowErrors.ForeignKeyViolation
        : message.Contains("NOT NULL", StringComparison.Ordinal) ? RowErrors.NotNullViolation
        : message.Contains("CHECK", StringComparison.Ordinal) ? RowErrors.CheckViolation
        : message.Contains("uplicate key", StringComparison.Ordinal) ? RowErrors.UniqueViolation
        : RowErrors.ConstraintViolation;

    /// <summary>The values in <c>Duplicate key "id: 1" violates</c>.</summary>
    [GeneratedRegex(@"(?<=key ) ?""[^""]*"" ?|: duplicate key ""[^""]*""")]
    private static partial Regex Values();
}
