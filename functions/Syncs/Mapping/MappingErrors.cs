using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Mapping;

internal static class MappingErrors
{
    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "mapping_invalid", "The mapping does not fit the model and the destination.", fields);
}
