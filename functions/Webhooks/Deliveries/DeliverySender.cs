using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>Makes one attempt of a delivery. Follows no redirects, and reads nothing of an answer but its status and headers.</summary>
public sealed class DeliverySender(IHttpClientFactory http, WebhookKeys keys, TimeProvider clock, IOptions<WebhookOptions> options)
{
    /// <summary>For <see cref="IHttpClientFactory.CreateClient"/>.</summary>
    public const string ClientName = "outgoing-webhooks";

    public const int MostHeaderKilobytes = 16;

    /// <returns>How it went, and how long the receiver asked to wait.</returns>
    public async Task<(DeliveryAttempt Attempt, TimeSpan? Wait)> SendAsync(Webhook webhook, StoredEvent happened, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var secrets = await keys.ReadAsync(webhook, now, cancellationToken);
        var started = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.Timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var client = http.CreateClient(ClientName);
            using var request = Request(webhook.Url, happened, now.ToUnixTimeSeconds(), secrets);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            var status = (int)response.StatusCode;
            return (Attempt(status, Problem(status)), RetryAfter.Of(response, clock.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Attempt(null, $"No answer within {options.Value.Timeout.TotalSeconds:0} seconds."), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (Attempt(null, Problem(failure)), null);
        }

        DeliveryAttempt Attempt(int? status, string? error) => new(now, status, error, (int)clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private static HttpRequestMessage Request(string url, StoredEvent happened, long timestamp, IReadOnlyList<string> secrets)
    {
        var body = Encoding.UTF8.GetBytes(happened.Body);
        var id = StoredEvent.PublicId.Format(happened.Id);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "FunctionsPlatform/1.0");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", $"{timestamp}");
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Sign(secrets, id, timestamp, body));
        return request;
    }

    private static string? Problem(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"It answered {status}; redirects are not followed, so name the new address in the webhook.",
        410 => "It answered 410: it is gone.",
        _ => $"It answered {status}.",
    };

    private static string Problem(Exception failure) => failure switch
    {
        { InnerException: AddressRefusedException refused } => refused.Message,
        { InnerException: AuthenticationException } or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            "No secure connection can be made: the certificate is not trusted or not for that name.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => "It cannot be reached.",
        _ => "The connection was lost, or the answer was no HTTP.",
    };
}
