using FunctionsPlatform.Connectors.Http.Authentication;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Syntax;

namespace FunctionsPlatform.Connectors.Http;

/// <summary>The authentication of the HTTP destination: each part is a property of that name.</summary>
internal static class HttpAuthentication
{
    private const string ApiKey = "api_key";

    /// <summary>The properties of each type, those with a question mark optional.</summary>
    private static readonly Dictionary<string, string[]> Properties = new(AuthenticationSyntax.Types.Where(type => type.Key != AuthenticationSyntax.Header))
    {
        [ApiKey] = ["api_key", "api_key_header?"],
        [AuthenticationSyntax.ServiceAccount] = ["service_account_json", "scope?"],
    };

    public static IReadOnlyList<AuthenticationPlan> Read(JsonSource source)
    {
        foreach (var property in Properties.Values.SelectMany(names => names).Select(name => name.TrimEnd('?')).Distinct())
            source.Find(property);
        var type = source.Text("auth_type") ?? AuthenticationSyntax.None;
        var isClientInBody = source.OneOf("client_in", new Dictionary<string, bool> { ["body"] = true, ["header"] = false }) ?? true;
        if (!Properties.TryGetValue(type, out var properties))
        {
            source.Error("auth_type", $"This must be one of {string.Join(", ", Properties.Keys)}.");
            return [];
        }
        foreach (var property in properties.Where(property => !property.EndsWith('?') && !source.Has(property)))
            source.Error(property, "This is missing.");
        if (source.Text("api_key_header") is { Length: > 0 } header && !HeaderNames.IsAllowed(header))
            source.Error("api_key_header", "This header cannot be set.");
        if (type is AuthenticationSyntax.ClientCredentials or AuthenticationSyntax.RefreshToken)
            HttpAddress.Fixed(source, "token_url");
        if (type == AuthenticationSyntax.ServiceAccount && source.Find("service_account_json") is { } file && !ServiceAccount.TryRead(Node(file), null, out _, out var error))
            source.Error("service_account_json", error);
        return [Plan(type, properties, isClientInBody)];
    }

    private static AuthenticationPlan Plan(string type, string[] properties, bool isClientInBody) => type switch
    {
        ApiKey => new(null, AuthenticationSyntax.Header, new Dictionary<string, LiquidTemplate>
        {
            ["name"] = LiquidTemplate.Parse("{{ config.api_key_header | default: 'X-Api-Key' }}"),
            ["value"] = LiquidTemplate.Parse("{{ config.api_key }}"),
        }),
        AuthenticationSyntax.ServiceAccount => new(null, type, Parts(["scope"])) { Credentials = "service_account_json" },
        _ => new(null, type, Parts(properties)) { IsClientInBody = isClientInBody },
    };

    private static Dictionary<string, LiquidTemplate> Parts(string[] properties) =>
        properties.Select(property => property.TrimEnd('?')).ToDictionary(property => property, property => LiquidTemplate.Parse($"{{{{ config.{property} }}}}"));

    private static System.Text.Json.Nodes.JsonNode? Node(System.Text.Json.JsonElement json) => System.Text.Json.Nodes.JsonNode.Parse(json.GetRawText());
}
