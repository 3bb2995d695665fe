using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Manifests;

internal static class ManifestErrors
{
    public static ApiError TooLarge(int maxLength) => new(ErrorKind.TooLarge, "manifest_too_large", $"A manifest has at most {maxLength:N0} characters.");

    public static ApiError NotJson(string problem) => new(ErrorKind.Malformed, "manifest_malformed", $"The manifest is no JSON: {problem}");

    public static ApiError Invalid(IReadOnlyList<FieldError> mistakes) =>
        new(ErrorKind.Invalid, "manifest_invalid", "The manifest breaks rules; the failures name each place.", mistakes);
}
