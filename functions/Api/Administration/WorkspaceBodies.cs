using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.Administration;

/// <param name="TimeZone">IANA name; what "today" means in questions.</param>
/// <param name="Translator"><c>embedded</c> or <c>language_model</c>.</param>
/// <param name="AllowSamples">Whether a language model may be shown values from the workspace's tables.</param>
public sealed record CreateWorkspaceRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    string TimeZone = "UTC",
    string Translator = Translators.Embedded,
    bool AllowSamples = false,
    string Plan = Plans.Default);

/// <summary>What is left out stays as it is.</summary>
public sealed record ChangeWorkspaceRequest(
    string? Name = null, string? TimeZone = null, string? Translator = null, bool? AllowSamples = null, string? Plan = null);

/// <param name="Number">The workspace's number, as some APIs name it.</param>
public sealed record WorkspaceBody(
    Guid Id, string? Number, string Name, string TimeZone, string Translator, bool AllowSamples, string Plan, DateTimeOffset CreatedAt)
{
    public static WorkspaceBody Of(Workspace workspace, string? number) => new(
        workspace.Id.Value, number, workspace.Name, workspace.TimeZone, workspace.Translator, workspace.AllowSamples, workspace.Plan,
        workspace.CreatedAt);
}
