using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>Says who calls: by API key, by a token of ours, or by a token of a configured identity provider.</summary>
public sealed class Authenticator(
    ApiKeys keys, Workspaces workspaces, Rosters rosters, Grants grants, TokenValidator ownTokens, OpenIdTokens openIdTokens,
    RevokedTokens revoked, IOptions<AccessOptions> options, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const int LongestCredential = 8 * 1024;

    // By the credential's hash: the hot path reads no storage.
    private readonly TimedCache<string, Principal> _known = new(options.Value.CredentialCache, clock, capacity: 10_000);

    /// <param name="authorization">The value of the <c>Authorization</c> header.</param>
    /// <returns>The caller, or a refusal of kind <see cref="ErrorKind.Unauthenticated"/>.</returns>
    public async Task<Result<Principal>> AuthenticateAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (!Credential(authorization).Succeeded(out var credential, out var error))
            return error;
        var hash = RandomSecret.Hash(credential);
        if (_known.Find(hash) is { } known)
            return known;
        if (options.Value.BootstrapKeyHash.Length > 0 && RandomSecret.Matches(credential, options.Value.BootstrapKeyHash))
            return Bootstrap;

        var verified = IsJwt(credential)
            ? await VerifyTokenAsync(credential, cancellationToken)
            : await VerifyKeyAsync(credential, cancellationToken);
        if (!verified.Succeeded(out var found, out error))
            return error;
        _known.AddUntil(hash, found.Principal, found.ExpiresAt);
        return found.Principal;
    }

    /// <summary>The caller inside a workspace that the request names.</summary>
    /// <remarks>
    /// Users may enter any that they are members of, the bootstrap key any to administer it, others only their own. To all others a
    /// workspace that does not exist looks like one that is not theirs.
    /// </remarks>
    public async Task<Result<Principal>> EnterAsync(Principal principal, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        if (principal.Workspace == workspace)
            return principal;
        return await GrantedAsync(principal, workspace, cancellationToken) is { } inside
            && await workspaces.GetAsync(workspace, cancellationToken) is { } entered
                ? inside with { Plan = entered.Plan }
                : AccessErrors.WorkspaceForbidden;
    }

    /// <inheritdoc cref="EnterAsync(Principal, WorkspaceId, CancellationToken)"/>
    /// <param name="workspace">The workspace's UUID or number.</param>
    public async Task<Result<Principal>> EnterAsync(Principal principal, string workspace, CancellationToken cancellationToken) =>
        await workspaces.ResolveAliasAsync(workspace, cancellationToken) is { } id
            ? await EnterAsync(principal, id, cancellationToken)
            : AccessErrors.WorkspaceForbidden;

    /// <summary>Ends a token of ours before its time. Other instances honour it within <see cref="AccessOptions.CredentialCache"/>.</summary>
    public async Task<Result<Principal>> SignOutAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (!Credential(authorization).Succeeded(out var credential, out var error))
            return error;
        if (!IsJwt(credential))
            return AccessErrors.TokenInvalid;
        var verified = await VerifyTokenAsync(credential, cancellationToken);
        if (!verified.Succeeded(out var token, out error))
            return error;
        if (token.Principal.Kind == CredentialKind.OpenId)
            return AccessErrors.TokenInvalid;
        await revoked.AddAsync(token.Id, token.ExpiresAt, cancellationToken);
        _known.Remove(RandomSecret.Hash(credential));
        return token.Principal;
    }

    // It opens no workspace by itself; inside one that it enters it may do what an owner may.
    private static Principal Bootstrap { get; } = new(
        "bootstrap", WorkspaceId.Deployment, Roles.Owner,
        new HashSet<string> { Permissions.WorkspacesCreate, Permissions.WorkspaceRead, Permissions.WorkspaceWrite, Permissions.KeysWrite },
        Plans.Default, CredentialKind.Bootstrap);

    /// <summary>The caller with what they may do in a workspace; null where they may not enter it.</summary>
    private async Task<Principal?> GrantedAsync(Principal principal, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        if (principal.Kind == CredentialKind.Bootstrap)
            return principal with { Workspace = workspace, Scopes = principal.Scopes.Union(Permissions.All).ToHashSet() };
        return principal.Kind == CredentialKind.UserToken
            && await rosters.FindAsync(Team.Of(workspace), Guid.Parse(principal.Id), cancellationToken) is { } member
                ? principal with { Workspace = workspace, Role = member.Role, Scopes = await grants.OfMemberAsync(member, cancellationToken) }
                : null;
    }

    private static Result<string> Credential(string? authorization)
    {
        if (string.IsNullOrWhiteSpace(authorization))
            return AccessErrors.TokenMissing;
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return AccessErrors.TokenMalformed;
        var credential = authorization[Scheme.Length..].Trim();
        return credential.Length is > 0 and <= LongestCredential && credential.All(c => c is > ' ' and <= '~')
            ? credential
            : AccessErrors.TokenMalformed;
    }

    private static bool IsJwt(string credential) => credential.AsSpan().Count('.') == 2;

    private async Task<Result<VerifiedToken>> VerifyTokenAsync(string credential, CancellationToken cancellationToken)
    {
        JsonWebToken token;
        try
        {
            token = new JsonWebToken(credential);
        }
        catch (Exception e) when (e is SecurityTokenException or ArgumentException)
        {
            return AccessErrors.TokenMalformed;
        }

        if (token.Issuer != options.Value.Issuer)
            return await openIdTokens.ValidateAsync(token, cancellationToken);
        var validated = await ownTokens.ValidateAsync(token, cancellationToken);
        return validated.Succeeded(out var verified, out _) && verified.Principal.Kind == CredentialKind.UserToken
            ? verified with { Principal = await AsOfNowAsync(verified.Principal, cancellationToken) }
            : validated;
    }

    // A role may have been changed or taken away since the token was issued. Who is no member any more may still enter their other workspaces.
    private async Task<Principal> AsOfNowAsync(Principal user, CancellationToken cancellationToken) =>
        await GrantedAsync(user, user.Workspace, cancellationToken)
        ?? user with { Workspace = WorkspaceId.Deployment, Role = "", Scopes = new HashSet<string>() };

    private async Task<Result<VerifiedToken>> VerifyKeyAsync(string credential, CancellationToken cancellationToken)
    {
        var verified = await keys.VerifyAsync(credential, cancellationToken);
        if (!verified.Succeeded(out var key, out var error))
            return error;
        var plan = key.Plan ?? (await workspaces.GetAsync(key.Workspace, cancellationToken))?.Plan ?? Plans.Default;
        var principal = new Principal(key.Id.ToString("D"), key.Workspace, key.Role, key.Scopes, plan, CredentialKind.ApiKey);
        return new VerifiedToken(principal, principal.Id, key.ExpiresAt ?? DateTimeOffset.MaxValue);
    }
}
