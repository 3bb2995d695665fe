using FunctionsPlatform.Connectors;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>The kinds of connectors that a workspace can make.</summary>
public sealed class DefinitionDirectory(ConnectorCatalog sources, DestinationKinds destinations)
{
    private const string Data = "data";

    /// <param name="category">One of the definitions' own, or <c>data</c> for all that hold data, which is all there are; null for any.</param>
    public async Task<ConnectorDefinitionLists> ListAsync(WorkspaceId workspace, string? category, CancellationToken cancellationToken)
    {
        var read = sources.Types.Order(StringComparer.Ordinal).Select(type => SourceOf(type)!);
        var written = (await destinations.ListAsync(workspace, cancellationToken)).Select(kind => ConnectorDefinition.Of(ConnectorSides.Destination, kind.Definition));
        return new ConnectorDefinitionLists([.. read.Where(IsWanted)], [.. written.Where(IsWanted)]);

        bool IsWanted(ConnectorDefinition definition) => IsIn(definition.Category, category);
    }

    /// <param name="name">In any case.</param>
    public async Task<ConnectorDefinition?> FindAsync(WorkspaceId workspace, string side, string name, CancellationToken cancellationToken)
    {
        var type = ConnectorNames.TypeOf(name);
        if (side == ConnectorSides.Source)
            return SourceOf(type);
        return await destinations.FindAsync(workspace, type, cancellationToken) is { } kind ? ConnectorDefinition.Of(ConnectorSides.Destination, kind.Definition) : null;
    }

    private static bool IsIn(string category, string? wanted) =>
        wanted is null || wanted.Equals(Data, StringComparison.OrdinalIgnoreCase) || wanted.Equals(category, StringComparison.OrdinalIgnoreCase);

    private ConnectorDefinition? SourceOf(string type) =>
        sources.TryGet(type, out var connector) ? ConnectorDefinition.Of(ConnectorSides.Source, SourceSettings.Define(connector)) : null;
}
