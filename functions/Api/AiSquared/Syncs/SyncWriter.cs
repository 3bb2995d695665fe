using System.Globalization;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Makes and changes syncs from what this API is sent.</summary>
public sealed class SyncWriter(
    Syncs.Syncs syncs, ModelResources models, Destinations.Destinations destinations, ConnectorDirectory connectors, ResourceIds ids, Ids fresh)
{
    private const int LongestName = 150;

    public async Task<Result<Sync>> CreateAsync(WorkspaceId workspace, NewSyncFields fields, CancellationToken cancellationToken)
    {
        if (SquaredMappings.HasVector(fields.Configuration))
            return NoVectors;
        if (!(await ModelAsync(workspace, fields.ModelId, fields.SourceId, cancellationToken)).Succeeded(out var model, out var refusal)
            || !(await DestinationAsync(workspace, fields.DestinationId, cancellationToken)).Succeeded(out var destination, out refusal)
            || !(await StreamAsync(workspace, destination.Id, fields.StreamName, cancellationToken)).Succeeded(out var stream, out refusal))
            return refusal;
        var schedule = SquaredSchedule.Read(fields.ScheduleType, fields.SyncInterval, fields.SyncIntervalUnit, fields.CronExpression);
        var request = new NewSync(model.Id, destination.Id, fields.Name ?? $"{Short(model.Name)} to {Short(stream.Name)}", stream.Name)
        {
            Mappings = SquaredMappings.Read(fields.Configuration).Mappings,
            Read = SquaredSync.ReadMode(fields.SyncMode, fields.CursorField),
            CursorColumn = fields.CursorField,
            Write = SquaredSync.WriteTo(stream, model),
            Schedule = schedule.ToSchedule(),
            Details = SquaredSync.Details([], fields.Configuration, schedule, fields.StreamName),
        };
        var created = await syncs.CreateAsync(workspace, request, cancellationToken);
        // A name that we made ourselves must not be why a sync cannot be.
        return fields.Name is null && !created.Succeeded(out _, out var taken) && taken.Code == "sync_exists"
            ? await syncs.CreateAsync(workspace, request with { Name = $"{request.Name} {fresh.New():N}" }, cancellationToken)
            : created;
    }

    public async Task<Result<Sync>> UpdateAsync(Sync sync, SyncFields fields, CancellationToken cancellationToken)
    {
        if (fields.CursorField is { } cursor && cursor != sync.CursorColumn)
            return SquaredErrors.Unprocessable("cursor_field", "The cursor field of a sync cannot change; make another sync.");
        if (fields.Configuration is { } given && SquaredMappings.HasVector(given))
            return NoVectors;
        if (!ReadSchedule(sync, fields).Succeeded(out var schedule, out var refusal)
            || !(await TargetAsync(sync, fields, cancellationToken)).Succeeded(out var change, out refusal))
            return refusal;
        return await syncs.UpdateAsync(
            sync.Workspace,
            sync.Id,
            change with
            {
                Name = fields.Name,
                Mappings = fields.Configuration is { } configuration ? SquaredMappings.Read(configuration).Mappings : null,
                Read = fields.SyncMode is { } mode ? SquaredSync.ReadMode(mode, sync.CursorColumn) : null,
                Schedule = HasSchedule(fields) ? schedule.ToSchedule() : null,
                Details = SquaredSync.Details(sync.Details, fields.Configuration, HasSchedule(fields) ? schedule : null, fields.StreamName),
            },
            cancellationToken);
    }

    /// <summary>The schedule as it will be: a type that changes begins without what belonged to the other.</summary>
    private static Result<SquaredSchedule> ReadSchedule(Sync sync, SyncFields fields)
    {
        var before = SquaredSync.ScheduleOf(sync);
        var type = fields.ScheduleType ?? before.Type;
        var (interval, unit, cron) = (fields.SyncInterval ?? before.Interval, fields.SyncIntervalUnit ?? before.Unit, fields.CronExpression ?? before.Cron);
        return SquaredErrors.Broken("sync", SquaredSchedule.Check(type, interval, unit, cron)) is { } broken
            ? broken
            : SquaredSchedule.Read(type, interval, unit, cron);
    }

    private static bool HasSchedule(SyncFields fields) =>
        fields is not { ScheduleType: null, SyncInterval: null, SyncIntervalUnit: null, CronExpression: null };

    /// <summary>What the sync goes from and to, where that changes.</summary>
    private async Task<Result<SyncChange>> TargetAsync(Sync sync, SyncFields fields, CancellationToken cancellationToken)
    {
        if (fields is { ModelId: null, DestinationId: null, StreamName: null, SourceId: null })
            return new SyncChange();
        var known = await ids.NumberOfAsync(sync.Workspace, ModelResources.Kind, sync.ModelId, cancellationToken);
        var target = sync.DestinationId;
        if (!(await ModelAsync(sync.Workspace, fields.ModelId ?? known, fields.SourceId, cancellationToken)).Succeeded(out var model, out var refusal))
            return refusal;
        if (fields.DestinationId is { } number)
        {
            if (!(await DestinationAsync(sync.Workspace, number, cancellationToken)).Succeeded(out var destination, out refusal))
                return refusal;
            target = destination.Id;
        }
        if (!(await StreamAsync(sync.Workspace, target, fields.StreamName ?? sync.Stream, cancellationToken)).Succeeded(out var stream, out refusal))
            return refusal;
        return new SyncChange
        {
            ModelId = model.Id,
            DestinationId = target,
            Stream = stream.Name,
            // Modes that this API has no words for were chosen elsewhere, and stay.
            Write = sync.Write is WriteMode.Upsert or WriteMode.Append ? SquaredSync.WriteTo(stream, model) : null,
        };
    }

    private async Task<Result<Model>> ModelAsync(WorkspaceId workspace, long number, long? source, CancellationToken cancellationToken)
    {
        if (!(await models.FindAsync(workspace, number.ToString(CultureInfo.InvariantCulture), cancellationToken)).Succeeded(out var model, out var missing))
            return missing;
        if (source is not { } wanted)
            return model;
        if (!(await connectors.FindAsync(workspace, wanted, cancellationToken)).Succeeded(out var connector, out var unknown))
            return unknown;
        return connector.Id == model.ConnectionId ? model : SquaredErrors.Unprocessable("source_id", "The source is not the model's connector.");
    }

    private async Task<Result<Connector>> DestinationAsync(WorkspaceId workspace, long number, CancellationToken cancellationToken) =>
        !(await connectors.FindAsync(workspace, number, cancellationToken)).Succeeded(out var connector, out var missing) ? missing
        : connector.IsSource ? SquaredErrors.Unprocessable("destination_id", "Connector is not a destination")
        : connector;

    private async Task<Result<DestinationStream>> StreamAsync(WorkspaceId workspace, Guid destination, string name, CancellationToken cancellationToken)
    {
        if (!(await destinations.OpenAsync(workspace, destination, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        foreach (var refresh in new[] { false, true })
        {
            if (!(await destinations.StreamsAsync(open, refresh, cancellationToken)).Succeeded(out var streams, out var unreachable))
                return SquaredErrors.Unprocessable("catalog", $"The destination could not tell its streams: {unreachable.Message}");
            if ((streams.FirstOrDefault(stream => stream.Name == name) ?? streams.FirstOrDefault(stream => stream.Name == $"{SchemaOf(open)}.{name}")) is { } found)
                return found;
        }
        return DestinationErrors.StreamNotFound(name);
    }

    /// <summary>The schema of tables that are named without one, where the destination has schemas.</summary>
    private static string? SchemaOf(OpenDestination open) =>
        open.Settings.Text("schema") ?? open.Kind.Definition.ConfigurationSchema["properties"]?["schema"]?["default"]?.ToString();

    private static string Short(string name) => name.Length <= LongestName / 2 ? name : name[..(LongestName / 2)];

    private static ApiError NoVectors => SquaredErrors.Unprocessable("configuration", "Mappings of the type vector are not supported: no embeddings are computed here.");
}
