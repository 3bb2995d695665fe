using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Destinations;

/// <summary>A system that a workspace writes to. Its secrets are in the secret store and nowhere else.</summary>
/// <param name="Type">A word of <see cref="Connectors.Writing.DestinationDefinition"/>.</param>
/// <param name="Configuration">Without its secrets.</param>
public sealed record Destination(Guid Id, WorkspaceId Workspace, string Type, string Name, JsonObject Configuration, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>What the latest test found; null before the first.</summary>
    public DestinationTest? LastTest { get; init; }

    internal string SecretId => $"destination/{Id:N}/configuration";
}

/// <param name="Error">Why it failed; null when it succeeded.</param>
public sealed record DestinationTest(DateTimeOffset At, TimeSpan Latency, string? Version, string? Error);

/// <summary>What a caller gives to make a destination.</summary>
/// <param name="Configuration">With its secrets.</param>
public sealed record NewDestination(string Type, string Name, JsonObject Configuration, string? Description = null)
{
    // The configuration holds secrets.
    public override string ToString() => $"{Type} {Name}";
}

/// <summary>What changes of a destination; null leaves a part as it is.</summary>
/// <param name="Configuration">The whole of it. A secret that is left out, or sent as it is shown (<see cref="ConfigurationSecrets.Mask"/>), stays.</param>
public sealed record DestinationChange(string? Name = null, string? Description = null, JsonObject? Configuration = null)
{
    public override string ToString() => Name ?? nameof(DestinationChange);
}
