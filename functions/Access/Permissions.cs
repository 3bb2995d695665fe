namespace FunctionsPlatform.Access;

/// <summary>What a credential may do. The same words are scopes of API keys and tokens.</summary>
public static class Permissions
{
    public const string QueriesRead = "queries:read";
    public const string QueriesWrite = "queries:write";
    public const string ConnectionsRead = "connections:read";
    public const string ConnectionsWrite = "connections:write";
    public const string ModelsRead = "models:read";
    public const string ModelsWrite = "models:write";
    public const string SyncsRead = "syncs:read";
    public const string SyncsWrite = "syncs:write";
    public const string DatasetsRead = "datasets:read";
    public const string DatasetsWrite = "datasets:write";
    public const string DashboardsRead = "dashboards:read";
    public const string DashboardsWrite = "dashboards:write";
    public const string WebhooksRead = "webhooks:read";
    public const string WebhooksWrite = "webhooks:write";
    public const string WorkflowsRead = "workflows:read";
    public const string WorkflowsWrite = "workflows:write";
    public const string WorkflowsRun = "workflows:run";
    public const string WorkspaceRead = "workspace:read";
    public const string WorkspaceWrite = "workspace:write";
    public const string KeysWrite = "keys:write";
    public const string AuditRead = "audit:read";
    public const string TeamRead = "team:read";
    public const string TeamWrite = "team:write";

    /// <summary>To make workspaces. No role of a workspace has it; only the deployment's bootstrap key does.</summary>
    public const string WorkspacesCreate = "workspaces:create";

    /// <summary>All that can be done inside a workspace.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>
    {
        QueriesRead, QueriesWrite, ConnectionsRead, ConnectionsWrite, ModelsRead, ModelsWrite, SyncsRead, SyncsWrite, DatasetsRead, DatasetsWrite,
        DashboardsRead, DashboardsWrite, WebhooksRead, WebhooksWrite, WorkflowsRead, WorkflowsWrite, WorkflowsRun,
        WorkspaceRead, WorkspaceWrite, KeysWrite, TeamRead, TeamWrite, AuditRead,
    };

    /// <summary>Those that change nothing.</summary>
    public static IReadOnlySet<string> ReadOnly { get; } = new HashSet<string>
    {
        QueriesRead, ConnectionsRead, ModelsRead, SyncsRead, DatasetsRead, DashboardsRead, WebhooksRead, WorkflowsRead, WorkspaceRead, TeamRead,
    };

    /// <summary>What a permission to write is made of. Roles that a workspace makes may have a part alone.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["create", "update", "delete"];

    /// <summary>All of a workspace, and their parts.</summary>
    public static IReadOnlySet<string> Known { get; } =
        All.Union(from permission in All where IsWrite(permission) from part in Parts select PartOf(permission, part)).ToHashSet();

    public static bool IsWrite(string permission) => permission.EndsWith(Write, StringComparison.Ordinal);

    /// <param name="permission">A permission to write.</param>
    public static string PartOf(string permission, string part) => $"{permission[..^Write.Length]}:{part}";

    /// <summary>Whether a permission is among those held, or part of one.</summary>
    public static bool Holds(IReadOnlySet<string> held, string permission) =>
        held.Contains(permission)
        || (permission.Split(':') is [var resource, var part] && Parts.Contains(part) && held.Contains(resource + Write));

    /// <summary>The permissions, and those of which all parts are among them.</summary>
    public static IReadOnlySet<string> Whole(IEnumerable<string> permissions)
    {
        var held = permissions.ToHashSet();
        held.UnionWith(All.Where(permission => IsWrite(permission) && Parts.All(part => held.Contains(PartOf(permission, part)))).ToList());
        return held;
    }

    private const string Write = ":write";
}
