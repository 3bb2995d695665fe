namespace FunctionsPlatform.Access;

/// <summary>Presets of permissions inside a workspace.</summary>
public static class Roles
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Editor = "editor";
    public const string Member = "member";
    public const string Viewer = "viewer";

    private static readonly HashSet<string> OfEditors =
    [
        Permissions.QueriesRead, Permissions.QueriesWrite, Permissions.ConnectionsRead, Permissions.ModelsRead, Permissions.ModelsWrite,
        Permissions.SyncsRead, Permissions.SyncsWrite, Permissions.DatasetsRead, Permissions.DatasetsWrite, Permissions.DashboardsRead, Permissions.DashboardsWrite,
        Permissions.WebhooksRead, Permissions.WorkflowsRead, Permissions.WorkflowsWrite, Permissions.WorkflowsRun, Permissions.WorkspaceRead, Permissions.TeamRead,
    ];

    private static readonly HashSet<string> OfMembers = [.. OfEditors, Permissions.ConnectionsWrite, Permissions.WebhooksWrite];

    private static readonly Dictionary<string, IReadOnlySet<string>> ByRole = new()
    {
        [Owner] = Permissions.All,
        [Admin] = Permissions.All,
        [Editor] = OfEditors,
        [Member] = OfMembers,
        [Viewer] = Permissions.ReadOnly,
    };

    public static IReadOnlyCollection<string> Names => ByRole.Keys;

    public static bool Exists(string role) => ByRole.ContainsKey(role);

    /// <summary>What a role may do; nothing, when there is no such role.</summary>
    public static IReadOnlySet<string> PermissionsOf(string role) => ByRole.GetValueOrDefault(role, new HashSet<string>());

    /// <summary>The scopes of a credential: those asked for that the role has, or all that the role has when none are asked for.</summary>
    public static IReadOnlySet<string> Scopes(string role, IReadOnlyCollection<string>? asked) =>
        asked is null ? PermissionsOf(role) : asked.Where(scope => Permissions.Holds(PermissionsOf(role), scope)).ToHashSet();

    /// <summary>The role, where it may do all of that; else the least of these that may, and never the owner's.</summary>
    public static string Covering(string role, IReadOnlyCollection<string> permissions) =>
        new[] { role, Viewer, Editor, Member }.FirstOrDefault(each => permissions.All(permission => Permissions.Holds(PermissionsOf(each), permission))) ?? Admin;
}
