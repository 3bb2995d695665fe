using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Syncs;

/// <summary>What must hold of a sync before it is kept, with its model and its destination as they are known.</summary>
public sealed class SyncRules(SyncStore syncs, Models.Models models, Destinations.Destinations destinations)
{
    private const int MaximumName = 200;
    private const int MaximumMappings = 1_000;

    /// <summary>The refusal, with everything that is wrong; null when nothing is.</summary>
    public async Task<ApiError?> CheckAsync(Sync sync, CancellationToken cancellationToken)
    {
        if (CheckAlone(sync) is { Count: > 0 } wrong)
            return SyncErrors.Invalid(wrong);
        if ((sync.Schedule.Check() ?? await CheckOrderAsync(sync, cancellationToken)) is { } unplanned)
            return unplanned;
        if (!(await models.GetAsync(sync.Workspace, sync.ModelId, cancellationToken)).Succeeded(out var model, out var noModel))
            return noModel;
        if (!(await destinations.OpenAsync(sync.Workspace, sync.DestinationId, cancellationToken)).Succeeded(out var open, out var noDestination))
            return noDestination;
        if (!(await destinations.StreamAsync(open, sync.Stream, refresh: false, cancellationToken)).Succeeded(out var stream, out var noStream))
            return noStream;
        return CheckOperations(sync, stream) ?? CheckKey(sync, model) ?? CheckMapping(sync, model, stream);
    }

    /// <summary>Whether syncs would wait for each other for ever.</summary>
    private async Task<ApiError?> CheckOrderAsync(Sync sync, CancellationToken cancellationToken)
    {
        if (sync.Schedule is not Schedule.After after)
            return null;
        var all = (await syncs.ListAsync(sync.Workspace, Syncs.Most, null, cancellationToken)).Value.Items.ToDictionary(other => other.Id);
        if (after.Id != sync.Id && !all.ContainsKey(after.Id))
            return SyncErrors.Invalid([new FieldError("$.after_sync_id", "There is no sync of that id to run after.")]);
        return ScheduleCycles.Find(sync.Id, sync.Schedule, id => all.GetValueOrDefault(id)?.Schedule) is { } circle
            ? SyncErrors.Cycle(circle.Select(id => id == sync.Id ? sync.Name : all[id].Name))
            : null;
    }

    private static List<FieldError> CheckAlone(Sync sync)
    {
        var wrong = new List<FieldError>();
        if (sync.Name.Length is 0 or > MaximumName)
            wrong.Add(new FieldError("$.name", $"A name has 1 to {MaximumName} characters."));
        if (sync.Mappings.Count > MaximumMappings)
            wrong.Add(new FieldError("$.mappings", $"At most {MaximumMappings} fields are mapped."));
        if (sync.MaxRemovalShare is not (>= 0 and <= 1))
            wrong.Add(new FieldError("$.max_removal_share", "A share is a number from 0 to 1."));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(sync.TimeZone, out _))
            wrong.Add(new FieldError("$.time_zone", $"There is no time zone '{sync.TimeZone}'."));
        if (sync is { Read: ReadStrategy.Cursor, Write: WriteMode.Mirror })
            wrong.Add(new FieldError("$.cursor_column", "A mirror must see all rows to know which are gone: it cannot read by a cursor."));
        return wrong;
    }

    private static ApiError? CheckOperations(Sync sync, DestinationStream stream)
    {
        var missing = sync.Write.Operations() & ~stream.Operations;
        return missing == RowOperations.None ? null : SyncErrors.OperationMissing(stream.Name, missing);
    }

    private static ApiError? CheckMapping(Sync sync, Model model, DestinationStream stream)
    {
        if (model.Columns.Count == 0)
            return null;
        var mappings = sync.MappingsFor([.. model.Columns.Select(column => column.Name)], stream);
        if (!sync.KeyFields(sync.KeyOf(model), mappings).Succeeded(out var keyFields, out var unmapped))
            return unmapped;
        var request = new MappingRequest(mappings, model.Columns, stream, keyFields, TimeZoneInfo.FindSystemTimeZoneById(sync.TimeZone), DateTimeOffset.UnixEpoch)
        {
            Operations = sync.Write.Operations(),
        };
        return RowMapper.Create(request).Succeeded(out _, out var wrong) ? null : wrong;
    }

    private static ApiError? CheckKey(Sync sync, Model model)
    {
        var key = sync.KeyOf(model);
        if (key.Count == 0 && sync.Write != WriteMode.Append)
            return SyncErrors.KeyMissing;
        var known = model.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        if (known.Count == 0)
            return null;
        if (key.FirstOrDefault(column => !known.Contains(column)) is { } unknown)
            return ModelErrors.ColumnMissing("$.primary_key", unknown, known);
        return sync.CursorColumn is { } cursor && !known.Contains(cursor) ? ModelErrors.ColumnMissing("$.cursor_column", cursor, known) : null;
    }
}
