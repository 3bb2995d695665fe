using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Requests;

/// <summary>What can be wrong with a request before anybody asks what it means.</summary>
public static class RequestErrors
{
    public static ApiError UnsupportedContentType(string contentType) => new(
        ErrorKind.UnsupportedMediaType,
        "content_type_unsupported",
        $"The content type '{contentType}' cannot be read here; send JSON as 'application/json' in UTF-8.");

    public static ApiError TooLarge(long limit) => new(
        ErrorKind.TooLarge, "body_too_large", $"The request body is larger than the {limit:N0} bytes allowed here.");

    public static ApiError EmptyBody { get; } = new(ErrorKind.Malformed, "body_missing", "The request body is empty; a JSON object is expected.");

    public static ApiError NotJson(long line, long position, string path) => new(
        ErrorKind.Malformed,
        "json_malformed",
        $"The request body is not JSON, or nests too deep: line {line}, byte {position}, at {path}.",
        [new FieldError(path, $"Not JSON at line {line}, byte {position}.")]);

    public static ApiError NotText(string path) => new(
        ErrorKind.Malformed, "json_malformed", "The request body has text that is not valid Unicode.", [new FieldError(path, "Not valid Unicode.")]);

    public static ApiError NotMultipart { get; } = new(
        ErrorKind.Malformed, "multipart_malformed", "The request body is no multipart/form-data that can be read to its end.");

    public static ApiError WrongShape(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Malformed, "json_shape_wrong", "The request body does not have the shape expected here.", fields);

    public static ApiError BadParameters(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Malformed, "parameter_invalid", "A parameter of the request cannot be used.", fields);

    public static ApiError BrokenRules(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "request_invalid", "The request was read, but some of its values are missing or not allowed.", fields);

    /// <summary>True when single values broke a rule, false when the meaning of the whole was refused: some dialects answer the two differently.</summary>
    public static bool NamesFields(this ApiError error) => error.Fields is { Count: > 0 };

    /// <summary>Message and single failures in one line, for dialects that have no place for the failures.</summary>
    public static string InOneLine(this ApiError error) => error.Fields is { Count: > 0 } fields
        ? $"{error.Message} {string.Join(" ", fields.Select(field => $"{field.Path}: {field.Message}"))}"
        : error.Message;
}
