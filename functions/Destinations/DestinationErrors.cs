using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Destinations;

public static class DestinationErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "destination_not_found", "There is no destination of that id in this workspace. List the destinations to see which there are.");

    public static ApiError NameTaken(string name) => new(
        ErrorKind.Conflict, "destination_exists", $"There is a destination named '{name}' already.", [new FieldError("$.name", "Is taken.")]);

    public static ApiError UnknownType(string type, IEnumerable<string> known) => Invalid(
        [new FieldError("$.type", $"There is no destination '{(type.Length > 50 ? type[..50] : type)}'. Use one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}.")]);

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "destination_invalid", "The destination's settings are not valid.", fields);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_destinations", $"A workspace has at most {most} destinations; delete one first.");

    public static ApiError StreamNotFound(string stream) => new(
        ErrorKind.Invalid, "stream_not_found", $"The destination has no stream '{stream}'.", [new FieldError("$.stream_name", "Is none of the destination's streams.")]);
}
