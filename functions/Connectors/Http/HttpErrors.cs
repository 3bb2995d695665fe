using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Http;

/// <summary>Refusals of destinations that are reached by HTTP, before the first row.</summary>
internal static class HttpErrors
{
    public static ApiError StreamNotFound(string stream) =>
        new(ErrorKind.Invalid, "destination_stream_not_found", $"The destination has no stream '{stream}'.");

    public static ApiError FieldNotFound(string stream, string field) =>
        new(ErrorKind.Invalid, "destination_field_not_found", $"The stream '{stream}' has no field '{field}' that can be written.");

    public static ApiError FieldsCollide(string field) =>
        new(ErrorKind.Invalid, "destination_fields_collide", $"The field '{field}' and another one want the same place.");

    public static ApiError FieldMissing(string stream, string field) =>
        new(ErrorKind.Invalid, "destination_field_missing", $"The stream '{stream}' takes no row without the field '{field}', which the mapping leaves out.");

    public static ApiError KeyUnusable(string stream, IReadOnlyList<string> key) => new(
        ErrorKind.Invalid,
        "destination_key_unusable",
        key.Count == 0 ? $"Rows of the stream '{stream}' are matched by a key: name one." : $"Rows of the stream '{stream}' cannot be matched by {string.Join(", ", key)}.");

    public static ApiError OperationUnknown(string stream, RowOperations operations) => new(
        ErrorKind.Invalid, "destination_operation_unknown", $"The stream '{stream}' cannot do: {operations.ToString().ToLowerInvariant()}.");
}
