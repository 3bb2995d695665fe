using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Reads what requests say of sources: first the type, since a configuration only means something to its own type.</summary>
public sealed class SourceRequests(ConnectorCatalog connectors)
{
    /// <summary>Words of the documents for what is not here.</summary>
    private static readonly FrozenSet<string> Unavailable = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "snowflake", "bigquery", "databricks", "redshift");

    private static readonly (string From, string To)[] Places =
    [
        ("$.type", "$.source_type"),
        .. new[] { "host", "port", "database", "username", "password", "ssl_mode" }.Select(setting => ($"$.{setting}", $"$.config.{setting}")),
    ];

    public Result<(string Type, SourceConfig Config)> Read(string type, JsonObject config)
    {
        if (!connectors.TryGet(type, out var connector))
            return Unavailable.Contains(type)
                ? SmithErrors.TypeUnavailable(type.ToLowerInvariant(), connectors.Types)
                : InWords(ConnectionErrors.UnknownType(type, connectors.Types));
        return ReadConfig(config).Succeeded(out var read, out var refusal) ? (connector.Type, read) : refusal;
    }

    public static Result<SourceConfig> ReadConfig(JsonObject config) =>
        JsonBody.Parse<SourceConfig>(JsonSerializer.SerializeToUtf8Bytes(config)).Succeeded(out var read, out var refusal)
            ? read
            : refusal.At(("$", "$.config"));

    /// <summary>Whether two words name one type.</summary>
    public bool IsSame(string type, string other) =>
        connectors.TryGet(type, out var one) && connectors.TryGet(other, out var two) && one.Type == two.Type;

    /// <summary>A refusal of connections, as one of sources.</summary>
    public static ApiError InWords(ApiError error) => error == ConnectionErrors.NotFound ? SmithErrors.SourceNotFound : error.At(Places);
}
