using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>A token for the <c>Authorization: Bearer</c> header.</summary>
public sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"IssuedToken {{ ExpiresAt = {ExpiresAt:O} }}";
}

/// <summary>Issues our own tokens: RS256 JWTs that live shortly.</summary>
public sealed class TokenIssuer(SigningKeys keys, Workspaces workspaces, IOptions<AccessOptions> options, Ids ids, TimeProvider clock)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public Task<IssuedToken> IssueForClientAsync(ApiClient client, CancellationToken cancellationToken) => IssueAsync(
        CredentialKind.ClientToken, client.ClientId, client.Workspace, client.Role, client.Plan,
        options.Value.ClientTokenLifetime, cancellationToken);

    public Task<IssuedToken> IssueForUserAsync(User user, Member member, CancellationToken cancellationToken) => IssueAsync(
        CredentialKind.UserToken, user.Id.ToString("D"), member.Workspace, member.Role, plan: null,
        options.Value.UserTokenLifetime, cancellationToken);

    private async Task<IssuedToken> IssueAsync(
        CredentialKind kind, string subject, WorkspaceId workspace, string role, string? plan, TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        plan ??= (await workspaces.GetAsync(workspace, cancellationToken))?.Plan ?? Plans.Default;
        var now = clock.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Value.Issuer,
            Audience = options.Value.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = await keys.SignerAsync(cancellationToken),
            Claims = new Dictionary<string, object>
            {
                [TokenClaims.Subject] = subject,
                [TokenClaims.TokenId] = ids.New().ToString("N"),
                [TokenClaims.Kind] = kind.ToString(),
                [TokenClaims.Workspace] = workspace.ToString(),
                [TokenClaims.Role] = role,
                [TokenClaims.Plan] = plan,
            },
        });
        return new IssuedToken(token, expires);
    }
}
