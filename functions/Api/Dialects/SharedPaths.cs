using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Dialects;

/// <summary>The paths that several APIs have: credential, headers and the form of the id tell which is meant.</summary>
internal static class SharedPaths
{
    public static ApiDialect? Resolve(HttpRequest request)
    {
        var segments = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length < 3 || !IsVersionOne(segments))
            return null;
        var id = segments.Length > 3 ? segments[3] : "";
        var credential = Credential.Of(request.Headers.Authorization);
        return segments[2].ToLowerInvariant() switch
        {
            "models" => Model(request, id, credential),
            "dashboards" => Dashboard(request, id, credential),
            "workspaces" => Workspace(request, credential),
            _ => null,
        };
    }

    private static ApiDialect Model(HttpRequest request, string id, Credential credential) =>
        credential.IsJwt || NamesWorkspaceByNumber(request) || IsNumber(id) ? ApiDialects.AiSquared
        : credential.IsKey || id.StartsWith("model-", StringComparison.Ordinal) ? ApiDialects.DataForge
        : ApiDialects.AiSquared;

    private static ApiDialect Dashboard(HttpRequest request, string id, Credential credential) =>
        credential.HasPrefix("afdb_") || id.StartsWith("dash_", StringComparison.Ordinal) || HttpMethods.IsPatch(request.Method)
            || (HttpMethods.IsDelete(request.Method) && !credential.HasPrefix("df_") && !id.StartsWith("dash-", StringComparison.Ordinal))
            ? ApiDialects.AiForDatabase
            : ApiDialects.DataForge;

    private static ApiDialect Workspace(HttpRequest request, Credential credential) =>
        credential.IsFirebase || credential.HasPrefix("sk_") || request.Headers.ContainsKey("X-Workspace-ID")
            ? ApiDialects.SignalSmith
            : ApiDialects.AiSquared;

    private static bool IsVersionOne(string[] segments) =>
        segments[0].Equals("api", StringComparison.OrdinalIgnoreCase) && segments[1].Equals("v1", StringComparison.OrdinalIgnoreCase);

    private static bool NamesWorkspaceByNumber(HttpRequest request) => request.Headers.ContainsKey("Workspace-Id");

    private static bool IsNumber(string id) => id.Length > 0 && id.All(char.IsAsciiDigit);
}
