using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Destinations.Custom;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

public sealed record CreateManifestRequest(
    [property: Description("A manifest of the same form as those of the connectors that come with the platform. Its type, with custom_ before it, becomes a destination type.")] JsonObject Manifest);

public sealed record UpdateManifestRequest([property: Description("The whole of it.")] JsonObject Manifest) : ReadBack
{
    [Description(ReadOnly)]
    public JsonElement? DestinationType { get; init; }

    [Description(ReadOnly)]
    public JsonElement? Title { get; init; }

    [Description(ReadOnly)]
    public JsonElement? Category { get; init; }

    [Description(ReadOnly)]
    public JsonElement? ConfigSchema { get; init; }
}

/// <summary>A kind of destination that the workspace described itself.</summary>
/// <param name="DestinationType">The word that destinations name it by, and the last part of its path.</param>
/// <param name="ConfigSchema">JSON Schema of the configuration of its destinations.</param>
/// <param name="Status">active, or error when the platform's rules have changed since and the manifest breaks them.</param>
public sealed record ManifestBody(
    string DestinationType,
    Guid WorkspaceId,
    string Title,
    string Category,
    JsonObject ConfigSchema,
    JsonObject Manifest,
    string Status,
    string StatusError,
    string? CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static ManifestBody Of(CustomDestination custom, Result<ManifestDestination> read)
    {
        var definition = read.Succeeded(out var kind, out var broken) ? kind.Definition : null;
        return new(
            custom.Type,
            custom.Workspace.Value,
            definition?.Title ?? "",
            definition?.Category ?? "",
            definition?.ConfigurationSchema ?? [],
            custom.Manifest,
            broken is null ? "active" : "error",
            broken?.InOneLine() ?? "",
            custom.CreatedBy,
            custom.CreatedAt,
            custom.UpdatedAt);
    }
}
