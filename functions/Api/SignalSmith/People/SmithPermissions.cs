using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The platform's permissions in the words of this API: <c>sources.create</c>. Sources and destinations are one permission, connections.</summary>
internal static class SmithPermissions
{
    private static readonly (string Category, string Resource)[] Categories =
    [
        ("api_keys", "keys"), ("audit", "audit"), ("dashboards", "dashboards"), ("datasets", "datasets"), ("destinations", "connections"), ("members", "team"), ("models", "models"),
        ("queries", "queries"), ("sources", "connections"), ("syncs", "syncs"), ("webhooks", "webhooks"), ("workflows", "workflows"), ("workspace", "workspace"),
    ];

    private static readonly string[] Actions = ["read", "run", .. Permissions.Parts];

    /// <summary>All that a role can be given.</summary>
    public static IReadOnlyList<PermissionBody> All { get; } =
    [
        .. from category in Categories
           from action in Actions
           where Permissions.Known.Contains($"{category.Resource}:{action}")
           select new PermissionBody($"{category.Category}.{action}", category.Category, action),
    ];

    /// <summary>Reads what a request gives: with a point or a colon, <c>write</c> for create and update, <c>test</c> for read.</summary>
    public static Result<IReadOnlyCollection<string>> Read(IReadOnlyList<string>? asked)
    {
        var read = new HashSet<string>();
        foreach (var (text, index) in (asked ?? []).Select((text, index) => (text, index)))
        {
            var found = Read(text).Where(Permissions.Known.Contains).ToList();
            if (found.Count == 0)
                return AccessErrors.Invalid($"permissions[{index}]", "There is no such permission; list the permissions to see which there are.");
            read.UnionWith(found);
        }

        return Result.Of<IReadOnlyCollection<string>>(read);
    }

    /// <summary>Reads the scopes of a key, which may be in the platform's words too: there <c>write</c> is all that changes something.</summary>
    public static Result<IReadOnlyCollection<string>> ReadScopes(IReadOnlyList<string>? asked)
    {
        var own = (asked ?? []).Where(Permissions.Known.Contains).ToList();
        return Read([.. (asked ?? []).Except(own)]).Succeeded(out var others, out var refusal) ? own.Union(others).ToHashSet() : refusal;
    }

    public static IReadOnlyList<string> Show(IReadOnlySet<string> held) =>
    [
        .. from permission in All
           let resource = Categories.First(category => category.Category == permission.Category).Resource
           where Permissions.Holds(held, $"{resource}:{permission.Action}")
           select permission.Name,
    ];

    private static IEnumerable<string> Read(string text)
    {
        if (text.Split('.', ':') is not [var category, var action])
            return [];
        string[] actions = action switch { "write" => ["create", "update"], "test" => ["read"], _ => [action] };
        return from known in Categories
               where known.Category == category || known.Resource == category
               from each in actions
               select $"{known.Resource}:{each}";
    }
}

/// <param name="Action">read, create, update or delete.</param>
public sealed record PermissionBody(string Name, string Category, string Action);

public sealed record EffectivePermissionsBody(Guid AccountId, IReadOnlyList<string> Permissions);
