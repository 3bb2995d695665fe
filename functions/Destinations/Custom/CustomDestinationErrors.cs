using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Destinations.Custom;

public static class CustomDestinationErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "custom_destination_not_found", "This workspace has described no such kind of destination. List them to see which there are.");

    public static ApiError Taken(string type) => new(
        ErrorKind.Conflict, "custom_destination_exists", $"The workspace has described '{type}' already; change that one.", [new FieldError("$.type", "Is taken.")]);

    public static ApiError TypeFixed { get; } = new(
        ErrorKind.Invalid, "custom_destination_type_fixed", "The type of a manifest cannot be changed.", [new FieldError("$.type", "Cannot be changed; make another one.")]);

    public static ApiError Used(int destinations) => new(
        ErrorKind.NotAllowedInState, "custom_destination_used", $"{destinations} destinations are of this kind; delete them first.");

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_custom_destinations", $"A workspace describes at most {most} kinds of destinations; delete one first.");
}
