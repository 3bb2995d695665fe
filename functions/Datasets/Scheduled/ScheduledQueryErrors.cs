using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Datasets.Scheduled;

public static class ScheduledQueryErrors
{
    public static ApiError NotFound { get; } = new(ErrorKind.NotFound, "scheduled_query_not_found", "There is no scheduled query of that id in this workspace.");

    public static ApiError Invalid(params IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "scheduled_query_invalid", "The scheduled query is not valid.", fields);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_scheduled_queries", $"A workspace has at most {most} scheduled queries; delete one first.");
}
