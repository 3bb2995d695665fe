using FunctionsPlatform.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>Reads tokens of the configured identity providers.</summary>
public sealed class OpenIdTokens : IDisposable
{
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    private readonly Workspaces _workspaces;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, (OpenIdIssuerOptions Options, JwksCache Keys)> _issuers;

    public OpenIdTokens(
        IOptions<AccessOptions> options, Workspaces workspaces, IHttpClientFactory http, TimeProvider clock, ILogger<OpenIdTokens> logger)
    {
        (_workspaces, _clock) = (workspaces, clock);
        _issuers = options.Value.OpenIdIssuers.ToDictionary(
            issuer => issuer.Authority, issuer => (issuer, new JwksCache(issuer, http, clock, logger)));
    }

    public async Task<Result<VerifiedToken>> ValidateAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (!_issuers.TryGetValue(token.Issuer, out var issuer) || !Algorithms.Contains(token.Alg))
            return AccessErrors.TokenInvalid;
        if (await issuer.Keys.FindAsync(token.Kid, cancellationToken) is not { } key)
            return issuer.Keys.IsUnreachable ? AccessErrors.TokenUnverifiable : AccessErrors.TokenInvalid;
        var signature = await JwtSignature.VerifyAsync(token, key, issuer.Options.Authority, issuer.Options.Audience, Algorithms, _clock);
        if (!signature.Succeeded(out var valid, out var error))
            return error;
        return await PrincipalAsync(valid, issuer.Options, cancellationToken) is { } principal
            ? new VerifiedToken(principal, valid.Id, new DateTimeOffset(valid.ValidTo, TimeSpan.Zero))
            : AccessErrors.WorkspaceForbidden;
    }

    public void Dispose()
    {
        foreach (var (_, keys) in _issuers.Values)
            keys.Dispose();
    }

    private async Task<Principal?> PrincipalAsync(JsonWebToken token, OpenIdIssuerOptions issuer, CancellationToken cancellationToken)
    {
        if (Claim(token, issuer.WorkspaceClaim) is not { } value
            || !issuer.Workspaces.TryGetValue(value, out var alias)
            || await _workspaces.ResolveAliasAsync(alias, cancellationToken) is not { } id
            || await _workspaces.GetAsync(id, cancellationToken) is not { } workspace)
            return null;

        var claimed = issuer.RoleClaim is null ? null : Claim(token, issuer.RoleClaim);
        var role = claimed is not null && Roles.Exists(claimed) ? claimed : issuer.DefaultRole;
        // The provider's name is part of the id: two providers may number their users alike.
        return new Principal(
            $"{token.Issuer}|{token.Subject}", id, role, Roles.PermissionsOf(role), workspace.Plan, CredentialKind.OpenId);
    }

    private static string? Claim(JsonWebToken token, string name) =>
        token.Claims.FirstOrDefault(claim => claim.Type == name)?.Value;
}
