using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>The failures of a field. They do not depend on the value, so a converter makes each once.</summary>
internal static class Failures
{
    public static MappingFailure Invalid(DestinationField field, string expected) => Takes(field, "value_invalid", expected);

    public static MappingFailure OutOfRange(DestinationField field, string expected) => Takes(field, "value_out_of_range", expected);

    /// <summary>It would have to be rounded or cut to fit.</summary>
    public static MappingFailure Inexact(DestinationField field, string expected) => Takes(field, "value_inexact", expected);

    public static MappingFailure TooLong(DestinationField field, string expected) => Takes(field, "value_too_long", expected);

    public static MappingFailure Required(DestinationField field) => Takes(field, "value_required", "no empty values");

    public static MappingFailure NotAllowed(DestinationField field, IReadOnlyList<string> allowed) => Takes(
        field, "value_not_allowed", $"one of: {string.Join(", ", allowed.Take(MostListed))}{(allowed.Count > MostListed ? ", ..." : "")}");

    public static MappingFailure Template(string field, string reason) => new(field, "template_failed", reason);

    private const int MostListed = 20;

    private static MappingFailure Takes(DestinationField field, string code, string expected) =>
        new(field.Name, code, $"The field '{field.Name}' takes {expected}.");
}
