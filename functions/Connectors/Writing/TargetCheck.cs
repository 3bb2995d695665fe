using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>Holds what a sync wants to write against the stream as it is now.</summary>
internal static class TargetCheck
{
    private const RowOperations Adding = RowOperations.Insert | RowOperations.Upsert | RowOperations.Append;

    /// <summary>What is in the way, or null.</summary>
    public static ApiError? Refusal(DestinationStream live, WriteTarget target)
    {
        if (target.Operations != RowOperations.Append && !live.Keys.Any(key => key.ToHashSet().SetEquals(target.Key)))
            return WritingErrors.KeyNotUnique(live.Name, target.Key);
        foreach (var column in target.Columns)
            if (Refusal(live, target, column) is { } refusal)
                return refusal;
        string[] missing = [.. live.Fields.Where(field => field.IsRequired).Select(field => field.Name).Except(target.Columns.Select(column => column.Name))];
        return (target.Operations & Adding) != 0 && missing.Length > 0 ? WritingErrors.FieldRequired(live.Name, missing) : null;
    }

    private static ApiError? Refusal(DestinationStream live, WriteTarget target, ResultColumn column)
    {
        // Rows that are changed or removed are found by their key, which is not written.
        var isWritten = (target.Operations & Adding) != 0 || !target.Key.Contains(column.Name);
        return live.Field(column.Name) is not { } field ? WritingErrors.FieldMissing(live.Name, column.Name)
            : field.IsReadOnly && isWritten ? WritingErrors.FieldReadOnly(live.Name, field.Name)
            : field.Kind != column.Kind ? WritingErrors.FieldChanged(live.Name, field, column.Kind)
            : null;
    }
}
