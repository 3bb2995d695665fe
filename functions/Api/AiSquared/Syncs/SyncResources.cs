using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Syncs as they are found and shown, with their models and connectors.</summary>
public sealed class SyncResources(Syncs.Syncs syncs, Models.Models models, ConnectorDirectory connectors, ResourceIds ids)
{
    public const string Kind = "sync";

    public async Task<Result<Sync>> FindAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        await syncs.GetAsync(workspace, await IdAsync(workspace, number, cancellationToken), cancellationToken);

    public Task<Guid> IdAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        ids.OfNumberAsync(workspace, Kind, number, cancellationToken);

    public async Task<Resource<SyncAttributes>> ShowAsync(Sync sync, CancellationToken cancellationToken) =>
        (await ShowAsync(sync.Workspace, [sync], cancellationToken))[0];

    public async Task<IReadOnlyList<Resource<SyncAttributes>>> ShowAsync(WorkspaceId workspace, IReadOnlyList<Sync> shown, CancellationToken cancellationToken)
    {
        var numbers = await ids.NumbersOfAsync(workspace, Kind, shown.Select(sync => sync.Id), cancellationToken);
        var sources = await ModelsOfAsync(workspace, shown, cancellationToken);
        var modelNumbers = await ids.NumbersOfAsync(workspace, ModelResources.Kind, sources.Keys, cancellationToken);
        var sides = await connectors.BriefsAsync(
            workspace, sources.Values.Select(model => model.ConnectionId).Concat(shown.Select(sync => sync.DestinationId)), cancellationToken);
        return
        [
            .. shown.Select(sync => Resource.Of(
                numbers[sync.Id],
                "syncs",
                sources.TryGetValue(sync.ModelId, out var model)
                    ? Show(sync, ModelResources.Brief(model, modelNumbers[model.Id]), sides.GetValueOrDefault(model.ConnectionId), sides.GetValueOrDefault(sync.DestinationId))
                    : Show(sync, null, null, sides.GetValueOrDefault(sync.DestinationId)))),
        ];
    }

    private async Task<Dictionary<Guid, Model>> ModelsOfAsync(WorkspaceId workspace, IReadOnlyList<Sync> shown, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(shown.Select(sync => sync.ModelId).Distinct().Select(id => models.GetAsync(workspace, id, cancellationToken)));
        return found.Where(result => result.Succeeded(out _, out _)).ToDictionary(result => result.Value.Id, result => result.Value);
    }

    private static SyncAttributes Show(Sync sync, ModelBrief? model, ConnectorBrief? source, ConnectorBrief? destination)
    {
        var schedule = SquaredSync.ScheduleOf(sync);
        return new SyncAttributes(
            sync.Name,
            NumberOf(source?.Id),
            NumberOf(destination?.Id),
            NumberOf(model?.Id),
            SquaredSync.ConfigurationOf(sync),
            schedule.Type,
            SquaredSync.ModeOf(sync),
            schedule.Interval,
            schedule.Unit,
            schedule.Cron,
            SquaredSync.StreamOf(sync),
            SquaredSync.StatusOf(sync),
            sync.CursorColumn,
            sync.Progress.Cursor,
            sync.UpdatedAt,
            sync.CreatedAt,
            source,
            destination,
            model);
    }

    private static int? NumberOf(string? id) => id is null ? null : int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
}
