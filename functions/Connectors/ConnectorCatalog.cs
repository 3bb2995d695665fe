using System.Diagnostics.CodeAnalysis;

namespace FunctionsPlatform.Connectors;

/// <summary>The connectors that this deployment has, by the word that connections use.</summary>
public sealed class ConnectorCatalog(IEnumerable<IConnector> connectors)
{
    private readonly Dictionary<string, IConnector> _byType = connectors.ToDictionary(connector => connector.Type, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Types => _byType.Keys;

    public bool TryGet(string type, [NotNullWhen(true)] out IConnector? connector) => _byType.TryGetValue(type, out connector);
}
