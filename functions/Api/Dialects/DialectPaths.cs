using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Dialects;

/// <summary>The paths that belong to one API alone.</summary>
public static class DialectPaths
{
    private static readonly FrozenDictionary<string, ApiDialect>.AlternateLookup<ReadOnlySpan<char>> ByPath = Owners()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The owner of a path; null when it is shared or belongs to none.</summary>
    public static ApiDialect? Find(PathString path)
    {
        var rest = path.Value.AsSpan().Trim('/');
        for (var end = NextSlash(rest, 0); ; end = NextSlash(rest, end + 1))
        {
            if (ByPath.TryGetValue(rest[..end], out var owner))
                return owner;
            if (end == rest.Length)
                return OfShape(rest);
        }
    }

    private static int NextSlash(ReadOnlySpan<char> path, int from)
    {
        var slash = path[Math.Min(from, path.Length)..].IndexOf('/');
        return slash < 0 ? path.Length : from + slash;
    }

    // Paths under a shared resource whose further segments settle it.
    private static ApiDialect? OfShape(ReadOnlySpan<char> path)
    {
        const string models = "api/v1/models/", workspaces = "api/v1/workspaces/";
        if (path.StartsWith(models, StringComparison.OrdinalIgnoreCase) && path[models.Length..].Contains('/'))
            return ApiDialects.DataForge;
        if (!path.StartsWith(workspaces, StringComparison.OrdinalIgnoreCase))
            return null;
        var id = path[workspaces.Length..];
        var first = id[..NextSlash(id, 0)];
        return Guid.TryParseExact(first, "D", out _) || first.Equals("invites", StringComparison.OrdinalIgnoreCase) ? ApiDialects.SignalSmith : null;
    }

    private static Dictionary<string, ApiDialect> Owners()
    {
        var owners = new Dictionary<string, ApiDialect>();
        Add(ApiDialects.Connecty, "v1/", "health", "auth", "dw");
        Add(ApiDialects.AiForDatabase, "v1/", "queries", "dashboards", "workflows", "connections", "team");
        Add(ApiDialects.SignalSmith, "v1/", "track", "identify", "page", "screen", "group", "events", "batch");
        Add(ApiDialects.AiForDatabase, "api/v1/", "queries", "workflows", "connections", "team");
        Add(ApiDialects.SignalSmith, "api/v1/", "organizations", "events", "journeys");
        Add(ApiDialects.DataForge, "api/v1/", "datasets", "query", "webhooks", "monitors");
        Add(
            ApiDialects.AiSquared,
            "api/v1/",
            "signup", "login", "logout", "verify_user", "forgot_password", "reset_password", "resend_verification", "users",
            "connectors", "connector_definitions", "catalogs", "syncs", "schedule_syncs", "reports", "audiences");
        Add(ApiDialects.AiSquared, "", "enterprise", "up");
        Add(ApiDialects.AiForDatabase, "api/", "webhooks");
        return owners;

        void Add(ApiDialect dialect, string prefix, params string[] resources)
        {
            foreach (var resource in resources)
                owners.Add(prefix + resource, dialect);
        }
    }
}
