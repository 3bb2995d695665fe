using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Monitors;

public static class MonitorErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "monitor_not_found", "There is no monitor of that id in this workspace. List the monitors to see which there are.");

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "monitor_invalid", "The monitor is not valid.", fields);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_monitors", $"A workspace has at most {most} monitors; delete one first.");

    public static ApiError MetricInvalid(string field, string message) => new(
        ErrorKind.Invalid, "metric_unreadable", $"The metric cannot be read: {message}", [new FieldError(field, message)]);

    public static ApiError Surprise { get; } = new(ErrorKind.Internal, "metric_failed", "The metric could not be read for a reason of ours.");
}
