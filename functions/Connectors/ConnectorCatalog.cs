using System.Diagnostics.CodeAnalysis;

namespace FunctionsPlatform.Connectors;

/// <summary>The connectors that this deployment has, by the word that connections use.</summary>
public sealed class ConnectorCatalog(IEnumerable<IConnector> connectors)
{
    /// <summary>Other words that people use for them.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase) { ["postgres"] = "postgresql", ["mssql"] = "sqlserver" };

    private readonly Dictionary<string, IConnector> _byType = connectors.ToDictionary(connector => connector.Type, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Types => _byType.Keys;

    public bool TryGet(string type, [NotNullWhen(true)] out IConnector? connector) =>
        _byType.TryGetValue(Aliases.GetValueOrDefault(type, type), out connector);
}
