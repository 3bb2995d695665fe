using FunctionsPlatform.Connectors.Http.Liquid;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>How an API wants to know who sends, as it is written down: templates of the configuration.</summary>
/// <param name="When">The property whose presence chooses it among several; null for the only one, or the last.</param>
/// <param name="Type">One of <see cref="AuthenticationSyntax.Types"/>.</param>
internal sealed record AuthenticationPlan(string? When, string Type, IReadOnlyDictionary<string, LiquidTemplate> Parts)
{
    /// <summary>The property that holds a service account's key file.</summary>
    public string? Credentials { get; init; }

    public bool IsClientInBody { get; init; } = true;
}

internal static class AuthenticationSyntax
{
    public const string None = "none";
    public const string Bearer = "bearer";
    public const string Basic = "basic";
    public const string Header = "header";
    public const string ClientCredentials = "oauth2_client_credentials";
    public const string RefreshToken = "oauth2_refresh_token";
    public const string ServiceAccount = "service_account";

    /// <summary>The parts of each type; those with a question mark may be left out.</summary>
    public static IReadOnlyDictionary<string, string[]> Types { get; } = new Dictionary<string, string[]>
    {
        [None] = [],
        [Bearer] = ["token"],
        [Basic] = ["username", "password?"],
        [Header] = ["name", "value"],
        [ClientCredentials] = ["token_url", "client_id", "client_secret", "scope?", "audience?"],
        [RefreshToken] = ["token_url", "client_id", "client_secret", "refresh_token", "scope?"],
        [ServiceAccount] = ["scope?"],
    };

    private static readonly Dictionary<string, bool> Places = new() { ["body"] = true, ["header"] = false };

    public static IReadOnlyList<AuthenticationPlan> Read(JsonSource parent, TemplateNames names, IReadOnlySet<string> properties) =>
        [.. parent.Objects("authentication", 5, isRequired: true).Select(source => ReadOne(source, names, properties)).OfType<AuthenticationPlan>()];

    private static AuthenticationPlan? ReadOne(JsonSource source, TemplateNames names, IReadOnlySet<string> properties)
    {
        var (when, type) = (Property(source, "when", properties), source.Text("type", isRequired: true));
        if (type is null || !Types.TryGetValue(type, out var parts))
        {
            if (type is not null)
                source.Error("type", $"This must be one of {string.Join(", ", Types.Keys)}.");
            return null;
        }
        var templates = new Dictionary<string, LiquidTemplate>();
        foreach (var part in parts)
        {
            var name = part.TrimEnd('?');
            if (source.Template(name, names, isRequired: !part.EndsWith('?')) is { } template)
                templates[name] = template;
        }
        if (templates.GetValueOrDefault("name") is { } header && !(header.IsConstant && HeaderNames.IsAllowed(header.Text)))
            source.Error("name", "This header cannot be set.");
        var plan = new AuthenticationPlan(when, type, templates)
        {
            Credentials = type == ServiceAccount ? Property(source, "credentials", properties, isRequired: true) : null,
            IsClientInBody = type is not (ClientCredentials or RefreshToken) || (source.OneOf("client_in", Places) ?? true),
        };
        source.Done();
        return plan;
    }

    private static string? Property(JsonSource source, string name, IReadOnlySet<string> properties, bool isRequired = false)
    {
        if (source.Text(name, isRequired) is not { } property)
            return null;
        if (!properties.Contains(property))
            source.Error(name, $"The configuration has no property '{property}'.");
        return property;
    }
}
