using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Schedules;

public static class ScheduleErrors
{
    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "schedule_invalid", "The schedule cannot be kept.", fields);
}
