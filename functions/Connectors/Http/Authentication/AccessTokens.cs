using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;

namespace FunctionsPlatform.Connectors.Http.Authentication;

/// <summary>The access tokens of this process, in memory alone: one request for each, whatever number of syncs wait for it.</summary>
internal sealed class AccessTokens(ApiTransport transport, TimeProvider clock)
{
    private const int MaxKept = 1_000;
    private const int Attempts = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Where a server does not say; a token that ends before is refused and renewed.</summary>
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(30);
    private static readonly ErrorRules Errors = new();

    private readonly ConcurrentDictionary<string, Kept> _tokens = new();

    public async ValueTask<string> GetAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (_tokens.Count >= MaxKept)
            _tokens.Clear();
        var kept = _tokens.GetOrAdd(request.Fingerprint, _ => new Kept());
        if (kept.Valid(clock.GetUtcNow()) is { } known)
            return known;
        await kept.Turn.WaitAsync(cancellationToken);
        try
        {
            if (kept.Valid(clock.GetUtcNow()) is { } fetched)
                return fetched;
            return (kept.Token = await FetchAsync(request, cancellationToken)).Text;
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    /// <summary>The server no longer takes this token.</summary>
    public void Forget(TokenRequest request, string token)
    {
        if (_tokens.TryGetValue(request.Fingerprint, out var kept) && kept.Token?.Text == token)
            kept.Token = null;
    }

    private async Task<Token> FetchAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var form = request.Form(clock.GetUtcNow()).ToList();
        var headers = new List<KeyValuePair<string, string>> { new("Accept", "application/json") };
        if (request.Client is { } client && request.IsClientInBody)
            form.AddRange([new("client_id", client.Id), new("client_secret", client.Secret)]);
        else if (request.Client is { } named)
            headers.Add(new("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(named.Id)}:{Uri.EscapeDataString(named.Secret)}"))}"));
        var asking = new ApiRequest(HttpMethod.Post, request.TokenUrl, IsRepeatable: true)
        {
            Headers = headers,
            ContentType = "application/x-www-form-urlencoded",
            Body = Encoding.ASCII.GetBytes(string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"))),
        };
        return Read(request, await SendAsync(asking, cancellationToken));
    }

    private async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var wait = TimeSpan.FromSeconds(attempt);
            try
            {
                var answer = await transport.SendAsync(request, [], Timeout, cancellationToken);
                wait = answer.RetryAfter ?? wait;
                if (attempt == Attempts || wait > LongestWait || Errors.Judge(answer) is not (Verdict.Later or Verdict.Failed))
                    return answer;
            }
            catch (TransportException e) when (e.IsLasting || attempt == Attempts)
            {
                throw new ConnectorException(e.IsLasting ? ConnectorFailure.StatementFailed : ConnectorFailure.Unreachable, e.Message, e);
            }
            catch (TransportException)
            {
                // Asking for a token again does no harm.
            }
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private Token Read(TokenRequest request, ApiAnswer answer)
    {
        if (answer.IsSuccess && answer.Json is { } json && JsonPointer.Parse("/access_token").FindText(json) is { } text)
        {
            var lifetime = double.TryParse(JsonPointer.Parse("/expires_in").FindText(json), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e8
                ? TimeSpan.FromSeconds(seconds)
                : DefaultLifetime;
            var margin = TimeSpan.FromSeconds(Math.Min(60, lifetime.TotalSeconds / 2));
            return new Token(text, clock.GetUtcNow() + lifetime - margin);
        }
        var (_, message) = Errors.Describe(answer);
        var words = new Redactor(request.Secrets).Clean($"{request.TokenUrl.Host} gave no access token: {message}");
        throw new ConnectorException(Errors.Judge(answer) is Verdict.Later or Verdict.Failed ? ConnectorFailure.Unreachable : ConnectorFailure.AccessDenied, words);
    }

    private sealed record Token(string Text, DateTimeOffset Until);

    private sealed class Kept
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public Token? Token { get; set; }

        public string? Valid(DateTimeOffset now) => Token is { } token && now < token.Until ? token.Text : null;
    }
}
