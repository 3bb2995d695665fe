using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>Reads tokens that we issued ourselves.</summary>
public sealed class TokenValidator(SigningKeys keys, RevokedTokens revoked, IOptions<AccessOptions> options, TimeProvider clock)
{
    public async Task<Result<VerifiedToken>> ValidateAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(token.Kid, cancellationToken) is not { } key)
            return AccessErrors.TokenInvalid;
        var signature = await JwtSignature.VerifyAsync(
            token, key, options.Value.Issuer, options.Value.Audience, [SecurityAlgorithms.RsaSha256], clock);
        if (!signature.Succeeded(out var valid, out var error))
            return error;
        if (Principal(valid) is not { } principal)
            return AccessErrors.TokenInvalid;
        return await revoked.ContainsAsync(valid.Id, cancellationToken)
            ? AccessErrors.TokenRevoked
            : new VerifiedToken(principal, valid.Id, new DateTimeOffset(valid.ValidTo, TimeSpan.Zero));
    }

    private static Principal? Principal(JsonWebToken token) =>
        Enum.TryParse<CredentialKind>(Claim(token, TokenClaims.Kind), out var kind)
        && Guid.TryParse(Claim(token, TokenClaims.Workspace), out var workspace)
        && Claim(token, TokenClaims.Role) is { } role
        && Claim(token, TokenClaims.Plan) is { } plan
            ? new Principal(token.Subject, new WorkspaceId(workspace), role, Roles.PermissionsOf(role), plan, kind)
            : null;

    private static string? Claim(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}

/// <param name="Id">The token's own id, by which it is revoked.</param>
public sealed record VerifiedToken(Principal Principal, string Id, DateTimeOffset ExpiresAt);
