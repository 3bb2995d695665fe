using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Ends an import whose content cannot be taken.</summary>
internal sealed class ImportException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
