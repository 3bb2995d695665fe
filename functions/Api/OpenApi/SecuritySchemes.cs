using System.Text.Json.Nodes;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>The ways to say who is calling, as the OpenAPI document names them.</summary>
public static class SecuritySchemes
{
    public const string ApiKey = "apiKey";
    public const string AccessToken = "accessToken";
    public const string WorkspaceUuid = "workspaceUuid";
    public const string WorkspaceNumber = "workspaceNumber";

    public static JsonObject Describe(IEnumerable<string> used) =>
        new(used.Order(StringComparer.Ordinal).Select(name => KeyValuePair.Create(name, (JsonNode?)Scheme(name))));

    private static JsonObject Scheme(string name) => name switch
    {
        ApiKey => Bearer("An API key, made once in the workspace and shown once.", null),
        AccessToken => Bearer("A short-lived token, got for client credentials or by signing in.", "JWT"),
        WorkspaceUuid => Header("X-Workspace-ID", "UUID of the workspace; the same as in the path."),
        WorkspaceNumber => Header("Workspace-Id", "Number of the workspace."),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A security scheme without a description."),
    };

    private static JsonObject Bearer(string description, string? format)
    {
        var scheme = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = description };
        if (format is not null)
            scheme["bearerFormat"] = format;
        return scheme;
    }

    private static JsonObject Header(string name, string description) =>
        new() { ["type"] = "apiKey", ["in"] = "header", ["name"] = name, ["description"] = description };
}
