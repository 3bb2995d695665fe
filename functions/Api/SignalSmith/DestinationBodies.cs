using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;

namespace FunctionsPlatform.Api.SignalSmith;

public sealed record CreateDestinationRequest(
    string Name,
    [property: Description(DestinationWords.Type)] string DestinationType,
    [property: Description(DestinationWords.Config)] JsonObject Config,
    string? Description = null)
{
    // The configuration holds secrets.
    public override string ToString() => $"{DestinationType} {Name}";
}

public sealed record UpdateDestinationRequest(
    string? Name = null,
    [property: Description("As it is: it cannot be changed.")] string? DestinationType = null,
    [property: Description(DestinationWords.Config + " The whole of it; secrets that are left out stay.")] JsonObject? Config = null,
    string? Description = null) : ReadBack
{
    public override string ToString() => $"{DestinationType} {Name}";
}

public sealed record TestDestinationRequest(
    [property: Description(DestinationWords.Type)] string DestinationType, [property: Description(DestinationWords.Config)] JsonObject Config)
{
    public override string ToString() => DestinationType;
}

internal static class DestinationWords
{
    public const string Type = "One of the workspace's destination types.";
    public const string Config = "As the destination type's config_schema says.";
}

/// <param name="Config">Without its secrets.</param>
/// <param name="Status">untested, connected or error: what the latest test found.</param>
/// <param name="StatusError">Why that test failed; empty when it did not.</param>
public sealed record DestinationBody(
    Guid Id,
    Guid WorkspaceId,
    string Name,
    string Description,
    string DestinationType,
    JsonObject Config,
    Guid ConnectionId,
    string Status,
    string StatusError,
    string? CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static DestinationBody Of(Destination destination) => new(
        destination.Id,
        destination.Workspace.Value,
        destination.Name,
        destination.Description ?? "",
        destination.Type,
        destination.Configuration,
        destination.Id,
        destination.LastTest switch { null => "untested", { Error: null } => "connected", _ => "error" },
        destination.LastTest?.Error ?? "",
        null,
        destination.CreatedAt,
        destination.UpdatedAt);
}

/// <summary>A kind of system that can be a destination.</summary>
/// <param name="Category">database, file, crm, marketing, support, messaging, productivity, payments or api.</param>
/// <param name="ConfigSchema">JSON Schema of its configuration; properties with <c>"secret": true</c> are never shown.</param>
public sealed record DestinationTypeBody(string DestinationType, string Title, string Category, JsonObject ConfigSchema, string DocumentationUrl)
{
    public static DestinationTypeBody Of(IDestination kind) => new(
        kind.Definition.Type, kind.Definition.Title, kind.Definition.Category, kind.Definition.ConfigurationSchema, kind.Definition.DocumentationUrl ?? "");
}

/// <summary>A field that a sync can map to.</summary>
/// <param name="Stream">The table, object or sheet that it belongs to.</param>
/// <param name="NativeType">As the destination spells it.</param>
/// <param name="IsKey">Whether rows can be matched by it, alone or with others.</param>
public sealed record DestinationFieldBody(
    string Stream,
    string Name,
    ColumnKind Type,
    string NativeType,
    bool Required,
    bool ReadOnly,
    bool IsKey,
    string Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxLength,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? AllowedValues)
{
    public static IEnumerable<DestinationFieldBody> AllOf(DestinationStream stream) => stream.Fields.Select(field => new DestinationFieldBody(
        stream.Name,
        field.Name,
        field.Kind,
        field.NativeType,
        field.IsRequired,
        field.IsReadOnly,
        stream.Keys.Any(key => key.Contains(field.Name)),
        field.Description ?? "",
        field.MaxLength,
        field.AllowedValues));
}

/// <summary>What may be done with a table, object or sheet of a destination.</summary>
/// <param name="Operations">insert, update, upsert, append, delete.</param>
/// <param name="SyncModes">The modes of syncs that are possible with these.</param>
/// <param name="Keys">Sets of fields by which rows can be matched.</param>
public sealed record DestinationPermissionBody(
    string Stream, IReadOnlyList<string> Operations, IReadOnlyList<SmithSyncMode> SyncModes, IReadOnlyList<IReadOnlyList<string>> Keys, bool AcceptsOtherFields);
