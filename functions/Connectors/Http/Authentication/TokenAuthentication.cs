namespace FunctionsPlatform.Connectors.Http.Authentication;

/// <summary>A token that is fetched, kept until it ends, and fetched anew when the server no longer takes it.</summary>
internal sealed class TokenAuthentication(AccessTokens tokens, TokenRequest request, string scheme = "Bearer") : ApiAuthentication
{
    private volatile string? _latest;

    public override async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> HeadersAsync(CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(request, cancellationToken);
        _latest = token;
        return [KeyValuePair.Create("Authorization", $"{scheme} {token}")];
    }

    public override bool TryRenew()
    {
        if (_latest is { } refused)
            tokens.Forget(request, refused);
        return true;
    }

    public override IEnumerable<string> IssuedSecrets => _latest is { } token ? [token] : [];
}
