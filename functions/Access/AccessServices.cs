using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Access;

public static class AccessServices
{
    private static readonly TimeSpan JwksTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds who may do what, and how often. Needs the platform's storage, secrets and mail.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>()
            .Bind(configuration.GetSection(AccessOptions.Section))
            .ValidateDataAnnotations()
            .Validate(HasSoundIssuers, OpenIdRule)
            .ValidateOnStart();
        services.AddOptions<RateLimitOptions>()
            .Bind(configuration.GetSection(RateLimitOptions.Section))
            .ValidateDataAnnotations()
            .Validate(options => options.Plans.Values.All(plan => plan.PerMinute > 0), "Each plan of RateLimits:Plans has a PerMinute above 0.")
            .ValidateOnStart();
        services.AddHttpClient(JwksCache.HttpClientName, client => client.Timeout = JwksTimeout);

        services.AddSingleton<Workspaces>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ClientCredentials>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<RevokedTokens>();
        services.AddSingleton<OpenIdTokens>();
        services.AddSingleton<SignInTries>();
        services.AddSingleton<Organizations>();
        services.AddSingleton<Founding>();
        services.AddSingleton<Rosters>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<InvitationMail>();
        services.AddSingleton<WorkspaceRoles>();
        services.AddSingleton<Groups>();
        services.AddSingleton<Grants>();
        services.AddSingleton<Governance>();
        services.AddSingleton<People>();
        services.AddHostedService<FirstOwner>();
        services.AddSingleton<Users>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<ExpiredRows>();
        return services;
    }

    private const string OpenIdRule =
        "Each of Access:OpenIdIssuers has an Authority of its own, an Audience, a role that exists, and https addresses (http for this machine only).";

    private static bool HasSoundIssuers(AccessOptions options) =>
        options.OpenIdIssuers.All(issuer =>
            Uri.TryCreate(issuer.Authority, UriKind.Absolute, out var authority) && IsSafe(authority)
            && (issuer.JwksUri is null || IsSafe(issuer.JwksUri))
            && issuer.Audience.Length > 0 && issuer.WorkspaceClaim.Length > 0 && Roles.Exists(issuer.DefaultRole)
            && issuer.Authority != options.Issuer)
        && options.OpenIdIssuers.DistinctBy(issuer => issuer.Authority).Count() == options.OpenIdIssuers.Count;

    private static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
