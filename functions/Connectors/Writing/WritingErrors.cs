using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>Why a stream of a destination cannot be written as a sync wants it, seen before the first row.</summary>
public static class WritingErrors
{
    public static ApiError StreamMissing(string stream) => new(
        ErrorKind.Invalid, "destination_stream_missing",
        $"The destination has no '{stream}' that its user may write. Check the name and the user's rights, or refresh the catalogue.");

    public static ApiError FieldMissing(string stream, string field) => new(
        ErrorKind.Invalid, "destination_field_missing", $"'{stream}' has no field '{field}' any more. Refresh the catalogue and map another, or add it there.");

    public static ApiError FieldReadOnly(string stream, string field) => new(
        ErrorKind.Invalid, "destination_field_read_only", $"The field '{field}' of '{stream}' is computed there. Take it out of the mapping.");

    public static ApiError FieldChanged(string stream, DestinationField field, ColumnKind expected) => new(
        ErrorKind.Invalid, "destination_field_changed",
        $"The field '{field.Name}' of '{stream}' is {field.NativeType} now, and was {Word(expected)} when it was mapped. Refresh the catalogue and map it again.");

    public static ApiError FieldRequired(string stream, IReadOnlyList<string> fields) => new(
        ErrorKind.Invalid, "destination_field_required", $"'{stream}' takes no row without {Quoted(fields)}. Map a column to it.");

    public static ApiError KeyNotUnique(string stream, IReadOnlyList<string> key) => new(
        ErrorKind.Invalid, "destination_key_not_unique",
        key.Count == 0
            ? $"Rows of '{stream}' are matched by a key, and none was chosen. Choose one that is unique there, or append."
            : $"{Quoted(key)} of '{stream}' is not unique there, so that rows cannot be matched by it. Choose its primary key or a unique key, or add one there.");

    /// <summary>A kind as people read it.</summary>
    internal static string Word(ColumnKind kind) => kind switch
    {
        ColumnKind.Timestamp => "a timestamp without a zone",
        ColumnKind.TimestampTz => "a timestamp with a zone",
        ColumnKind.Uuid => "a UUID",
        ColumnKind.Json => "JSON",
        ColumnKind.Integer => "an integer",
        ColumnKind.Float => "a floating-point number",
        ColumnKind.Other => "of another type",
        _ => $"a {kind.ToString().ToLowerInvariant()}",
    };

    private static string Quoted(IReadOnlyList<string> fields) => string.Join(", ", fields.Select(field => $"'{field}'"));
}
