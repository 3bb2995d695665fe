using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>The three roles of this API, made of the platform's.</summary>
internal static class SquaredRoles
{
    private static readonly (string Name, string Role, string Description)[] Known =
    [
        ("Admin", Roles.Admin, "May do everything in the workspace."),
        ("Member", Roles.Member, "May work with connectors, models and syncs, and not change the workspace."),
        ("Viewer", Roles.Viewer, "May look at everything and change nothing."),
    ];

    private static readonly (string Resource, string Read, string Write)[] Resources =
    [
        ("sync", Permissions.SyncsRead, Permissions.SyncsWrite),
        ("user", Permissions.WorkspaceRead, Permissions.WorkspaceWrite),
        ("model", Permissions.ModelsRead, Permissions.ModelsWrite),
        ("report", Permissions.SyncsRead, ""),
        ("sync_run", Permissions.SyncsRead, Permissions.SyncsWrite),
        ("connector", Permissions.ConnectionsRead, Permissions.ConnectionsWrite),
        ("workspace", Permissions.WorkspaceRead, Permissions.WorkspaceWrite),
        ("sync_record", Permissions.SyncsRead, ""),
        ("connector_definition", Permissions.ConnectionsRead, Permissions.ConnectionsWrite),
    ];

    /// <summary>What the product has and this platform's API of it does not.</summary>
    private static readonly string[] Absent = ["data_app", "audit_logs", "alerts", "billing", "sso", "eula", "assistant", "workflow"];

    public static IReadOnlyList<Resource<RoleAttributes>> All { get; } =
    [
        .. Known.Select((known, index) => Resource.Of(
            index + 1, "roles", new RoleAttributes(known.Name, known.Description, new RolePolicies(PoliciesOf(known.Role)), null, null))),
    ];

    /// <summary>The name of one of the platform's roles.</summary>
    public static string Of(string role) => role switch
    {
        Roles.Owner or Roles.Admin => "Admin",
        Roles.Editor or Roles.Member => "Member",
        _ => "Viewer",
    };

    private static Dictionary<string, RolePolicy> PoliciesOf(string role)
    {
        var held = Roles.PermissionsOf(role);
        var policies = Resources.ToDictionary(
            resource => resource.Resource,
            resource => new RolePolicy(held.Contains(resource.Read), held.Contains(resource.Write), held.Contains(resource.Write), held.Contains(resource.Write)));
        foreach (var absent in Absent)
            policies.Add(absent, new RolePolicy(false, false, false, false));
        return policies;
    }
}

public sealed record RoleAttributes(string RoleName, string RoleDesc, RolePolicies Policies, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt);

public sealed record RolePolicies(IReadOnlyDictionary<string, RolePolicy> Permissions);

public sealed record RolePolicy(bool Read, bool Create, bool Update, bool Delete);
