using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Destinations.Custom;

/// <summary>A kind of destination that a workspace described by a manifest of its own.</summary>
/// <param name="Type">The word that destinations name it by; it begins with <see cref="Prefix"/>, so that it is never one of the deployment's.</param>
public sealed record CustomDestination(WorkspaceId Workspace, string Type, JsonObject Manifest, DateTimeOffset CreatedAt)
{
    public const string Prefix = "custom_";

    /// <summary>Who made it, as the API that was called says it.</summary>
    public string? CreatedBy { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
}
