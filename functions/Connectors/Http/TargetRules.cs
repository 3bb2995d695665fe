using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Http;

/// <summary>What can be seen to be wrong with a target before the first row.</summary>
internal static class TargetRules
{
    public static ApiError? Problem(DestinationStream stream, WriteTarget target)
    {
        if ((target.Operations & ~stream.Operations) is var unknown && (unknown != RowOperations.None || target.Operations == RowOperations.None))
            return HttpErrors.OperationUnknown(stream.Name, unknown);
        foreach (var column in target.Columns)
            if (stream.Field(column.Name) is { IsReadOnly: true } || (stream.Field(column.Name) is null && !stream.AcceptsOtherFields))
                return HttpErrors.FieldNotFound(stream.Name, column.Name);
        if (target.Key.Any(field => target.Columns.All(column => column.Name != field)))
            return HttpErrors.FieldMissing(stream.Name, target.Key.First(field => target.Columns.All(column => column.Name != field)));
        if (target.Operations == RowOperations.Append)
            return MissingField(stream, target);
        if (target.Key.Count == 0 || (stream.Keys.Count > 0 && !stream.Keys.Any(key => key.ToHashSet(StringComparer.Ordinal).SetEquals(target.Key))))
            return HttpErrors.KeyUnusable(stream.Name, target.Key);
        return MissingField(stream, target);
    }

    /// <summary>Rows to change or to remove need not have all that rows to add need.</summary>
    private static ApiError? MissingField(DestinationStream stream, WriteTarget target)
    {
        const RowOperations adding = RowOperations.Append | RowOperations.Insert | RowOperations.Upsert;
        var missing = stream.Fields.FirstOrDefault(field => field.IsRequired && !field.IsReadOnly && target.Columns.All(column => column.Name != field.Name));
        return missing is null || (target.Operations & adding) == RowOperations.None ? null : HttpErrors.FieldMissing(stream.Name, missing.Name);
    }
}
