using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>A tenant: owner of connections, questions, keys and members.</summary>
/// <param name="TimeZone">IANA name; what "today" means in its questions.</param>
/// <param name="Translator">Who turns questions into SQL (<see cref="Translators"/>).</param>
/// <param name="AllowSamples">Whether a language model may be shown values from its tables.</param>
/// <param name="Plan">Name of the plan whose limits apply to credentials without one of their own.</param>
/// <param name="Organization">The organization that it belongs to.</param>
/// <param name="DefaultRole">The role of those who are invited without one.</param>
/// <param name="Settings">A JSON object that callers keep here.</param>
public sealed record Workspace(
    WorkspaceId Id,
    string Name,
    string TimeZone,
    string Translator,
    bool AllowSamples,
    string Plan,
    Guid Organization,
    string? AvatarUrl,
    string DefaultRole,
    string Settings,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

public static class Translators
{
    public const string Embedded = "embedded";
    public const string LanguageModel = "language_model";
}

/// <summary>What a new workspace is made of.</summary>
/// <param name="Organization">Null for one of its own, which gets the workspace's id and name.</param>
public sealed record NewWorkspace(
    string Name,
    string TimeZone = "UTC",
    string Translator = Translators.Embedded,
    bool AllowSamples = false,
    string Plan = Plans.Default,
    Guid? Organization = null,
    string? AvatarUrl = null);

/// <summary>What to change of a workspace; what is null stays.</summary>
public sealed record WorkspaceChange(
    string? Name = null,
    string? TimeZone = null,
    string? Translator = null,
    bool? AllowSamples = null,
    string? Plan = null,
    string? AvatarUrl = null,
    string? DefaultRole = null,
    string? Settings = null);
