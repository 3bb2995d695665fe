using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Snapshots;

public static class SnapshotErrors
{
    /// <summary>Code of rows whose key has a null in it.</summary>
    public const string KeyNull = "primary_key_null";

    /// <summary>Code of rows whose key another row has as well.</summary>
    public const string KeyDuplicate = "primary_key_duplicate";

    internal static ApiError NoCursorValue(ResultColumn cursor) => new(
        ErrorKind.Invalid,
        "cursor_value_invalid",
        $"A value that the column '{cursor.Name}' is to be compared with is none of its kind, {cursor.Kind.ToString().ToLowerInvariant()}, or values of that kind have no order.");
}
