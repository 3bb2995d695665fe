using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Reads what requests say of syncs.</summary>
public sealed class SmithSyncRequests(Destinations.Destinations destinations, Syncs.Syncs syncs)
{
    private static readonly (string From, string To)[] Places =
    [
        ("$.stream_name", "$.config.stream"),
        ("$.cursor_column", "$.config.cursor_column"),
        ("$.max_removal_share", "$.config.max_removal_share"),
        ("$.time_zone", "$.config.time_zone"),
        ("$.after", "$.config.after_sync_id"),
        ("$.after_sync_id", "$.config.after_sync_id"),
    ];

    public async Task<Result<NewSync>> ReadAsync(WorkspaceId workspace, CreateSmithSyncRequest body, string createdBy, CancellationToken cancellationToken)
    {
        var config = body.Config;
        if (!SmithMappings.Read(body.FieldMapping, config?.Mappings, []).Succeeded(out var mappings, out var refusal)
            || !SmithSchedules.Read(body.Schedule, config, new Schedule.Manual()).Succeeded(out var schedule, out refusal)
            || !KeyOf(body.PrimaryKey, config).Succeeded(out var key, out refusal)
            || !(await StreamAsync(workspace, body.DestinationId, config, cancellationToken)).Succeeded(out var stream, out refusal))
            return refusal;
        if (await MissingSyncAsync(workspace, schedule, cancellationToken) is { } missing)
            return missing;
        var draft = new NewSync(body.ModelId, body.DestinationId, body.Name, stream);
        return draft with
        {
            Description = body.Description,
            Mappings = mappings ?? [],
            Read = config?.Read ?? draft.Read,
            CursorColumn = NotEmpty(config?.CursorColumn),
            Write = body.SyncMode.ToWrite(),
            Key = key ?? [],
            Schedule = schedule ?? new Schedule.Manual(),
            Missed = config?.MissedRuns ?? draft.Missed,
            MaxRemovalShare = config?.MaxRemovalShare ?? draft.MaxRemovalShare,
            TimeZone = config?.TimeZone ?? draft.TimeZone,
            Options = config?.Options ?? [],
            Details = new JsonObject { [Creator.Detail] = createdBy },
        };
    }

    public async Task<Result<SyncChange>> ReadAsync(Sync before, UpdateSmithSyncRequest body, CancellationToken cancellationToken)
    {
        var config = body.Config;
        if (!SmithMappings.Read(body.FieldMapping, config?.Mappings, before.Mappings).Succeeded(out var mappings, out var refusal)
            || !SmithSchedules.Read(body.Schedule, config, before.Schedule).Succeeded(out var schedule, out refusal)
            || !KeyOf(body.PrimaryKey, config).Succeeded(out var key, out refusal))
            return refusal;
        if (await MissingSyncAsync(before.Workspace, schedule, cancellationToken) is { } missing)
            return missing;
        var stream = Named(config);
        if (stream is null && body.DestinationId is { } other && other != before.DestinationId
            && !(await StreamAsync(before.Workspace, other, config, cancellationToken)).Succeeded(out stream, out refusal))
            return refusal;
        return new SyncChange
        {
            Name = body.Name,
            Description = body.Description,
            ModelId = body.ModelId,
            DestinationId = body.DestinationId,
            Stream = stream,
            Mappings = mappings,
            Read = config?.Read,
            CursorColumn = config?.CursorColumn,
            Write = body.SyncMode?.ToWrite(),
            Key = key,
            Schedule = schedule,
            Missed = config?.MissedRuns,
            MaxRemovalShare = config?.MaxRemovalShare,
            TimeZone = config?.TimeZone,
            Options = config?.Options,
        };
    }

    /// <summary>A refusal of syncs about a request's body, in the words of this API.</summary>
    public static ApiError InWords(ApiError error, IReadOnlyList<FieldMapping>? mappings) =>
        error.Reference().At([.. Places, .. SmithMappings.Places(mappings ?? [])]).Unfitting();

    private async Task<Result<string>> StreamAsync(WorkspaceId workspace, Guid destinationId, SmithSyncConfig? config, CancellationToken cancellationToken)
    {
        if (Named(config) is { } named)
            return named;
        if (!(await destinations.OpenAsync(workspace, destinationId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing.Reference();
        return (await destinations.StreamsAsync(open, refresh: false, cancellationToken)).Succeeded(out var streams, out var refusal)
            ? StreamChoice.Of(open.Destination, streams)
            : refusal;
    }

    private async Task<ApiError?> MissingSyncAsync(WorkspaceId workspace, Schedule? schedule, CancellationToken cancellationToken) =>
        schedule is Schedule.After after && !(await syncs.GetAsync(workspace, after.Id, cancellationToken)).Succeeded(out _, out var missing)
            ? missing.Reference()
            : null;

    private static Result<IReadOnlyList<string>?> KeyOf(string? column, SmithSyncConfig? config)
    {
        if (config?.PrimaryKey is not { } columns)
            return Result.Of<IReadOnlyList<string>?>(column is null ? null : column.Length == 0 ? [] : [column]);
        return column is null or "" || columns is [var only] && only == column
            ? Result.Of<IReadOnlyList<string>?>(columns)
            : RequestErrors.BrokenRules([new FieldError("$.primary_key", "Give it here or in config.primary_key.")]);
    }

    private static string? Named(SmithSyncConfig? config) => NotEmpty(config?.Stream) ?? NotEmpty(config?.Object);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
