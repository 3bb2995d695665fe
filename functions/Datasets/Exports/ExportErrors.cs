using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Datasets.Exports;

public static class ExportErrors
{
    public static ApiError NotFound { get; } = new(ErrorKind.NotFound, "export_not_found", "There is no export of that id in this workspace. Exports are kept for some days.");

    public static ApiError NotCompleted { get; } = new(
        ErrorKind.NotAllowedInState, "export_not_completed", "The export has no file: it is still being made, or it has failed. Its status tells.");

    public static ApiError Failed { get; } = new(ErrorKind.Internal, "export_failed", "Something went wrong on our side while the export was made. Start it again.");
}
