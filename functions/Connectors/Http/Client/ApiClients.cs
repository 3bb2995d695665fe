using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Http.Authentication;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>Makes clients of destinations. Those of one configuration share its tokens and its pace.</summary>
internal sealed class ApiClients(ApiTransport transport, AccessTokens tokens, Paces paces, TimeProvider clock)
{
    public AccessTokens Tokens => tokens;

    public TimeProvider Clock => clock;

    public ApiClient Create(
        DestinationDefinition definition, DestinationSettings settings, ApiAuthentication authentication, ErrorRules errors, PaceLimits pace, ApiLimits limits) => new(
            transport, authentication, errors, paces.Of(Fingerprint(definition, settings), pace), new Redactor(Secrets(definition, settings)), limits, clock);

    /// <summary>Tells configurations apart without holding one.</summary>
    public static string Fingerprint(DestinationDefinition definition, DestinationSettings settings) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{definition.Type}\n{settings.Configuration.ToJsonString()}")));

    /// <summary>The texts of the properties that the schema says are secret.</summary>
    public static IEnumerable<string> Secrets(DestinationDefinition definition, DestinationSettings settings) =>
        from property in definition.ConfigurationSchema["properties"] as JsonObject ?? []
        where property.Value?["secret"]?.GetValue<bool>() == true
        from text in Texts(settings.Configuration[property.Key])
        select text;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
