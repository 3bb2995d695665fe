using System.Diagnostics.CodeAnalysis;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>The kinds of destinations that this deployment has, by the word that destinations use.</summary>
public sealed class DestinationCatalog(IEnumerable<IDestination> destinations)
{
    private readonly Dictionary<string, IDestination> _byType =
        destinations.ToDictionary(destination => destination.Definition.Type, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<IDestination> All => _byType.Values;

    public bool TryGet(string type, [NotNullWhen(true)] out IDestination? destination) => _byType.TryGetValue(type, out destination);
}
