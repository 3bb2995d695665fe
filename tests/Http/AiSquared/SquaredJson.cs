using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests.AiSquared;

internal static class SquaredJson
{
    /// <summary>Whether a definition marks a property of its configuration as a secret.</summary>
    public static string? Secret(this JsonNode definition, string property) =>
        definition["connector_spec"]!["connection_specification"]!["properties"].At($"{property}.multiwoven_secret");
}
