using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Connectors.Http.Authentication;

/// <summary>How an access token is asked for.</summary>
internal abstract record TokenRequest(Uri TokenUrl, string? Scope)
{
    /// <summary>Whether the client's id and secret go into the body rather than into an Authorization header.</summary>
    public bool IsClientInBody { get; init; } = true;

    public virtual (string Id, string Secret)? Client => null;

    /// <summary>The form's fields, without those of the client.</summary>
    public abstract IEnumerable<KeyValuePair<string, string>> Form(DateTimeOffset now);

    /// <summary>Tells this request apart from others, without holding a secret.</summary>
    public string Fingerprint { get => field ??= Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Identity)))); } = null!;

    public abstract IEnumerable<string> Secrets { get; }

    protected virtual IEnumerable<string> Identity => [GetType().Name, TokenUrl.AbsoluteUri, Scope ?? "", Client?.Id ?? "", .. Secrets];

    public sealed override string ToString() => GetType().Name;
}

/// <summary>OAuth 2: a token for the application itself.</summary>
internal sealed record ClientCredentials(Uri TokenUrl, string ClientId, string ClientSecret, string? Scope, string? Audience) : TokenRequest(TokenUrl, Scope)
{
    public override (string Id, string Secret)? Client => (ClientId, ClientSecret);

    public override IEnumerable<string> Secrets => [ClientSecret];

    protected override IEnumerable<string> Identity => [.. base.Identity, Audience ?? ""];

    public override IEnumerable<KeyValuePair<string, string>> Form(DateTimeOffset now)
    {
        yield return new("grant_type", "client_credentials");
        if (Scope is { Length: > 0 })
            yield return new("scope", Scope);
        if (Audience is { Length: > 0 })
            yield return new("audience", Audience);
    }
}

/// <summary>OAuth 2: a token for the person who once agreed. Servers that give a new refresh token each time are not served: there is nowhere to keep it.</summary>
internal sealed record RefreshToken(Uri TokenUrl, string ClientId, string ClientSecret, string Token, string? Scope) : TokenRequest(TokenUrl, Scope)
{
    public override (string Id, string Secret)? Client => (ClientId, ClientSecret);

    public override IEnumerable<string> Secrets => [ClientSecret, Token];

    public override IEnumerable<KeyValuePair<string, string>> Form(DateTimeOffset now)
    {
        yield return new("grant_type", "refresh_token");
        yield return new("refresh_token", Token);
        if (Scope is { Length: > 0 })
            yield return new("scope", Scope);
    }
}
