using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Syncs;

/// <summary>What changes of a sync; null leaves a part as it is.</summary>
public sealed record SyncChange
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public Guid? ModelId { get; init; }

    public Guid? DestinationId { get; init; }

    public string? Stream { get; init; }

    public IReadOnlyList<FieldMapping>? Mappings { get; init; }

    public ReadStrategy? Read { get; init; }

    /// <summary>Empty for none.</summary>
    public string? CursorColumn { get; init; }

    public WriteMode? Write { get; init; }

    public IReadOnlyList<string>? Key { get; init; }

    public Schedule? Schedule { get; init; }

    public MissedRuns? Missed { get; init; }

    public double? MaxRemovalShare { get; init; }

    public string? TimeZone { get; init; }

    public JsonObject? Options { get; init; }

    public JsonObject? Details { get; init; }

    internal Sync ApplyTo(Sync sync) => sync with
    {
        Name = (Name ?? sync.Name).Trim(),
        Description = Description ?? sync.Description,
        ModelId = ModelId ?? sync.ModelId,
        DestinationId = DestinationId ?? sync.DestinationId,
        Stream = Stream ?? sync.Stream,
        Mappings = Mappings ?? sync.Mappings,
        Read = Read ?? sync.Read,
        CursorColumn = CursorColumn is "" ? null : CursorColumn ?? sync.CursorColumn,
        Write = Write ?? sync.Write,
        Key = Key ?? sync.Key,
        Schedule = Schedule ?? sync.Schedule,
        Missed = Missed ?? sync.Missed,
        MaxRemovalShare = MaxRemovalShare ?? sync.MaxRemovalShare,
        TimeZone = TimeZone ?? sync.TimeZone,
        Options = Options ?? sync.Options,
        Details = Details ?? sync.Details,
    };
}

/// <summary>The syncs of workspaces: kept and checked. <see cref="Runs.SyncRuns"/> has their runs.</summary>
public sealed class Syncs(SyncStore store, SyncRules rules, SyncSchedules schedules, UniqueNames names, Ids ids, TimeProvider clock)
{
    /// <summary>Most syncs of one workspace: lists of them are read whole.</summary>
    public const int Most = 1_000;

    private const string NameKind = "sync";

    public Task<Result<Page<Sync>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Sync>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } sync ? sync : SyncErrors.NotFound;

    /// <summary>Checks the sync against its model and its destination, and keeps it. Nothing is sent yet.</summary>
    /// <param name="id">For a sync whose id is fixed beforehand; it then replaces one of that id.</param>
    public async Task<Result<Sync>> CreateAsync(WorkspaceId workspace, NewSync request, CancellationToken cancellationToken, Guid? id = null)
    {
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return SyncErrors.TooMany(Most);
        var sync = new Sync(id ?? ids.New(), workspace, request.ModelId, request.DestinationId, request.Name.Trim(), request.Stream, clock.GetUtcNow())
        {
            Description = request.Description,
            Mappings = request.Mappings,
            Read = request.Read,
            CursorColumn = request.CursorColumn,
            Write = request.Write,
            Key = request.Key,
            Schedule = request.Schedule,
            Missed = request.Missed,
            MaxRemovalShare = request.MaxRemovalShare,
            TimeZone = request.TimeZone,
            Options = request.Options,
            Details = request.Details,
        };
        if (await rules.CheckAsync(sync, cancellationToken) is { } wrong)
            return wrong;
        if (!await TakeNameAsync(sync, cancellationToken))
            return SyncErrors.NameTaken(sync.Name);
        if (await store.SetAsync(sync, cancellationToken) is { } tooLarge)
            return tooLarge;
        await ScheduleAsync(sync, cancellationToken);
        return sync;
    }

    /// <summary>A run that is active goes on as it began.</summary>
    public async Task<Result<Sync>> UpdateAsync(WorkspaceId workspace, Guid id, SyncChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return SyncErrors.NotFound;
        var wanted = change.ApplyTo(before);
        if (await rules.CheckAsync(wanted, cancellationToken) is { } wrong)
            return wrong;
        if (wanted.Name != before.Name && !await TakeNameAsync(wanted, cancellationToken))
            return SyncErrors.NameTaken(wanted.Name);
        var after = await store.ChangeAsync(workspace, id, current => change.ApplyTo(current) with { UpdatedAt = clock.GetUtcNow() }, cancellationToken);
        if (!wanted.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(workspace, NameKind, before.Name, id, cancellationToken);
        if (after is null)
            return SyncErrors.NotFound;
        await ScheduleAsync(after, cancellationToken);
        return after;
    }

    public async Task<Result<Sync>> SetEnabledAsync(WorkspaceId workspace, Guid id, bool isEnabled, CancellationToken cancellationToken)
    {
        var changed = await store.ChangeAsync(
            workspace, id, current => current with { IsEnabled = isEnabled, UpdatedAt = clock.GetUtcNow() }, cancellationToken);
        if (changed is null)
            return SyncErrors.NotFound;
        await ScheduleAsync(changed, cancellationToken);
        return changed;
    }

    /// <summary>Forgets what was delivered, how far a cursor has come, or both. Refused while a run is active.</summary>
    /// <param name="snapshot">Every row counts as new in the next run. A mirror then removes nothing that was delivered before.</param>
    public async Task<Result<Sync>> ResetAsync(WorkspaceId workspace, Guid id, bool snapshot, bool cursor, CancellationToken cancellationToken)
    {
        var refusal = SyncErrors.NotFound;
        var changed = await store.ChangeAsync(workspace, id, Reset, cancellationToken);
        return changed is not null ? changed : refusal;

        Sync? Reset(Sync sync)
        {
            refusal = SyncErrors.Active;
            return sync.Progress.ActiveRun is not null
                ? null
                : sync with { Progress = sync.Progress with { Snapshot = snapshot ? null : sync.Progress.Snapshot, Cursor = cursor ? null : sync.Progress.Cursor } };
        }
    }

    /// <summary>How the sync's schedule is doing; null when it has none.</summary>
    public Task<ScheduleState?> ScheduleStateAsync(Sync sync, CancellationToken cancellationToken) => schedules.FindAsync(sync.Id, cancellationToken);

    /// <summary>Removes the sync; its runs can still be read, and what it delivered stays. An active run is asked to stop.</summary>
    public async Task<Result<Sync>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } sync)
            return SyncErrors.NotFound;
        await schedules.RemoveAsync(id, cancellationToken);
        await names.ReleaseAsync(workspace, NameKind, sync.Name, id, cancellationToken);
        return await store.RemoveAsync(workspace, id, cancellationToken) ? sync : SyncErrors.NotFound;
    }

    private async Task ScheduleAsync(Sync sync, CancellationToken cancellationToken)
    {
        if (!sync.IsEnabled || sync.Schedule is Schedule.Manual)
            await schedules.RemoveAsync(sync.Id, cancellationToken);
        else if (!(await schedules.SetAsync(sync.Workspace, sync.Id, sync.Schedule, sync.Missed, clock.GetUtcNow(), cancellationToken)).Succeeded(out _, out var wrong))
            throw new InvalidOperationException($"A schedule that was checked is refused: {wrong.Code}.");
    }

    private Task<bool> TakeNameAsync(Sync sync, CancellationToken cancellationToken) => names.TakeAsync(
        sync.Workspace,
        NameKind,
        sync.Name,
        sync.Id,
        async holder => await store.FindAsync(sync.Workspace, holder, cancellationToken) is not null,
        cancellationToken);
}
