using FunctionsPlatform.Connections;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Syncs;

/// <summary>Removes connections, models and destinations with all that cannot be without them.</summary>
public sealed class Removal(
    Connections.Connections connections, Definitions<Metric> metrics, Definitions<KnownName> names, Models.Models models, Destinations.Destinations destinations, Syncs syncs)
{
    public async Task<Result<Connection>> RemoveConnectionAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        foreach (var model in (await models.ListAsync(workspace, Models.Models.Most, null, cancellationToken)).Value.Items.Where(model => model.ConnectionId == id))
            await RemoveModelAsync(workspace, model.Id, cancellationToken);
        await metrics.DeleteAllAsync(workspace, id, cancellationToken);
        await names.DeleteAllAsync(workspace, id, cancellationToken);
        return await connections.DeleteAsync(workspace, id, cancellationToken);
    }

    public async Task<Result<Model>> RemoveModelAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        await RemoveSyncsAsync(workspace, sync => sync.ModelId == id, cancellationToken);
        return await models.DeleteAsync(workspace, id, cancellationToken);
    }

    public async Task<Result<Destination>> RemoveDestinationAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        await RemoveSyncsAsync(workspace, sync => sync.DestinationId == id, cancellationToken);
        return await destinations.DeleteAsync(workspace, id, cancellationToken);
    }

    private async Task RemoveSyncsAsync(WorkspaceId workspace, Func<Sync, bool> isConcerned, CancellationToken cancellationToken)
    {
        foreach (var sync in (await syncs.ListAsync(workspace, Syncs.Most, null, cancellationToken)).Value.Items.Where(isConcerned))
            await syncs.DeleteAsync(workspace, sync.Id, cancellationToken);
    }
}
