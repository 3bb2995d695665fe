using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations.Custom;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Destinations;

/// <summary>The kinds of destinations that a workspace can use: those of the deployment, and those that the workspace described itself.</summary>
public sealed class DestinationKinds(DestinationCatalog catalog, CustomDestinations custom)
{
    public async Task<IDestination?> FindAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken) =>
        catalog.TryGet(type, out var known) ? known : await custom.FindKindAsync(workspace, type, cancellationToken);

    public async Task<IReadOnlyList<IDestination>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var own = await custom.ListAsync(workspace, cancellationToken);
        var readable = own.Select(custom.Open).SelectMany(read => read.Succeeded(out var kind, out _) ? new IDestination[] { kind } : []);
        return [.. catalog.All.Concat(readable).OrderBy(kind => kind.Definition.Type, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> TypesAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        [.. (await ListAsync(workspace, cancellationToken)).Select(kind => kind.Definition.Type)];
}
