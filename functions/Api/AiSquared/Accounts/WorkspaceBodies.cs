using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.AiSquared;

public sealed record SquaredWorkspaceRequest(NewWorkspaceFields Workspace);

public sealed record SquaredWorkspaceChangeRequest(WorkspaceFields Workspace);

/// <param name="OrganizationId">The organization of one of the caller's workspaces.</param>
/// <param name="Description">Accepted and not kept.</param>
/// <param name="Region">Accepted and not kept.</param>
public sealed record NewWorkspaceFields(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString), Range(1L, long.MaxValue)] long OrganizationId,
    string? Description = null,
    string? Region = null);

/// <summary>What is left out stays as it is.</summary>
/// <param name="OrganizationId">Cannot change.</param>
/// <param name="Description">Accepted and not kept.</param>
/// <param name="Region">Accepted and not kept.</param>
public sealed record WorkspaceFields(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? OrganizationId = null,
    string? Description = null,
    string? Region = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is null)
            yield break;
        if (Name.Contains("--", StringComparison.Ordinal))
            yield return new ValidationResult("cannot contain '--'", [nameof(Name)]);
        if (!Name.Any(char.IsLetter))
            yield return new ValidationResult("must contain at least one letter", [nameof(Name)]);
    }
}

/// <param name="ApiKey">Always null: keys are shown once, where they are made.</param>
/// <param name="OrganizationId">Number of the organization; one that was made with the workspace has the workspace's.</param>
public sealed partial record WorkspaceAttributes(
    string Name,
    string Slug,
    string Status,
    string? ApiKey,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? Description,
    string? Region,
    int OrganizationId,
    string OrganizationName,
    int MembersCount,
    string? WorkspaceLogoUrl,
    string? OrganizationLogoUrl)
{
    internal static Resource<WorkspaceAttributes> Show(Workspace workspace, string number, Organization organization, string organizationNumber, int members)
    {
        var id = int.Parse(number, CultureInfo.InvariantCulture);
        return Resource.Of(id, "workspaces", new WorkspaceAttributes(
            workspace.Name, SlugOf(workspace.Name), "active", null, workspace.CreatedAt, workspace.UpdatedAt, null, null,
            int.Parse(organizationNumber, CultureInfo.InvariantCulture), organization.Name, members, workspace.AvatarUrl, organization.AvatarUrl));
    }

    private static string SlugOf(string name) => NotWord().Replace(name.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
