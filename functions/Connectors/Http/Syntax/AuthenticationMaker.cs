using FunctionsPlatform.Connectors.Http.Authentication;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>Makes the authentication that a configuration chooses.</summary>
internal static class AuthenticationMaker
{
    /// <exception cref="ConnectorException">The configuration does not make a credential.</exception>
    public static ApiAuthentication Make(IReadOnlyList<AuthenticationPlan> plans, DestinationSettings settings, TemplateScope scope, AccessTokens tokens)
    {
        var plan = plans.FirstOrDefault(plan => plan.When is null || settings.Text(plan.When) is { Length: > 0 }) ?? throw Unusable("The configuration holds no credential.");
        try
        {
            return Make(plan, settings, scope, tokens);
        }
        catch (LiquidException e)
        {
            throw Unusable(e.Message);
        }
    }

    private static ApiAuthentication Make(AuthenticationPlan plan, DestinationSettings settings, TemplateScope scope, AccessTokens tokens)
    {
        string Part(string name) => plan.Parts.TryGetValue(name, out var template) ? Line(scope.Render(template)) : "";
        TokenAuthentication Tokens(TokenRequest request) => new(tokens, request);
        string? Optional(string name) => Part(name) is { Length: > 0 } text ? text : null;
        return plan.Type switch
        {
            AuthenticationSyntax.Bearer => ApiAuthentication.Bearer(Part("token")),
            AuthenticationSyntax.Basic => ApiAuthentication.Basic(Part("username"), Part("password")),
            AuthenticationSyntax.Header => ApiAuthentication.Header(Part("name"), Part("value")),
            AuthenticationSyntax.ClientCredentials => Tokens(new ClientCredentials(
                Address(Part("token_url")), Part("client_id"), Part("client_secret"), Optional("scope"), Optional("audience"))
            { IsClientInBody = plan.IsClientInBody }),
            AuthenticationSyntax.RefreshToken => Tokens(new RefreshToken(
                Address(Part("token_url")), Part("client_id"), Part("client_secret"), Part("refresh_token"), Optional("scope"))
            { IsClientInBody = plan.IsClientInBody }),
            AuthenticationSyntax.ServiceAccount => Tokens(
                ServiceAccount.TryRead(settings.Configuration[plan.Credentials!], Optional("scope"), out var account, out var error) ? account : throw Unusable(error)),
            _ => ApiAuthentication.None,
        };
    }

    /// <summary>What is wrong with the parts of the configuration that no schema judges.</summary>
    public static IEnumerable<FieldError> Problems(IReadOnlyList<AuthenticationPlan> plans, DestinationSettings settings)
    {
        foreach (var property in plans.Select(plan => plan.Credentials).OfType<string>().Where(property => settings.Configuration[property] is not null))
            if (!ServiceAccount.TryRead(settings.Configuration[property], null, out _, out var error))
                yield return new FieldError(property, error);
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url : throw Unusable("The address for access tokens is not usable.");

    private static string Line(string text) => text.Any(char.IsControl) ? throw Unusable("A credential has control characters.") : text;

    private static ConnectorException Unusable(string message) => new(ConnectorFailure.AccessDenied, message);
}
