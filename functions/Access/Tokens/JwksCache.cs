using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>The keys of one identity provider, fetched again when they are old and when a token names a key that is not among them.</summary>
internal sealed partial class JwksCache(OpenIdIssuerOptions issuer, IHttpClientFactory http, TimeProvider clock, ILogger logger) : IDisposable
{
    public const string HttpClientName = "jwks";

    private static readonly TimeSpan FetchAgainAfter = TimeSpan.FromHours(12);
    private static readonly TimeSpan FetchAgainForUnknownAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Fetched _fetched = new(null, DateTimeOffset.MinValue);

    /// <summary>True when no keys could be had at all so far.</summary>
    public bool IsUnreachable => _fetched.Keys is null;

    public async Task<SecurityKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var fetched = _fetched;
        var age = clock.GetUtcNow() - fetched.At;
        if (Key(fetched, keyId) is { } key && age < FetchAgainAfter)
            return key;
        // Tokens with made-up key ids must not make us ask the provider each time; nor must a provider that is down.
        return age < FetchAgainForUnknownAfter ? Key(fetched, keyId) : Key(await FetchAsync(fetched, cancellationToken), keyId);
    }

    public void Dispose() => _gate.Dispose();

    private static JsonWebKey? Key(Fetched fetched, string keyId) =>
        fetched.Keys?.Keys.FirstOrDefault(key => key.Kid == keyId && key.Use is null or "sig");

    private async Task<Fetched> FetchAsync(Fetched seen, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!ReferenceEquals(seen, _fetched))
                return _fetched;
            using var client = http.CreateClient(HttpClientName);
            var address = issuer.JwksUri ?? await DiscoverAsync(client, cancellationToken);
            return _fetched = new Fetched(new JsonWebKeySet(await client.GetStringAsync(address, cancellationToken)), clock.GetUtcNow());
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException or System.Text.Json.JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.Unreachable(logger, e, issuer.Authority);
            return _fetched = seen with { At = clock.GetUtcNow() };
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Uri> DiscoverAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var address = $"{issuer.Authority.TrimEnd('/')}/.well-known/openid-configuration";
        var document = await client.GetFromJsonAsync<Discovery>(address, cancellationToken);
        return document?.JwksUri ?? throw new HttpRequestException("The discovery document names no jwks_uri.");
    }

    private sealed record Fetched(JsonWebKeySet? Keys, DateTimeOffset At);

    private sealed record Discovery([property: JsonPropertyName("jwks_uri")] Uri? JwksUri);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The keys of {Issuer} could not be fetched; going on with those fetched before.")]
        public static partial void Unreachable(ILogger logger, Exception exception, string issuer);
    }
}
