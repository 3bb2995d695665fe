using System.Net.Sockets;
using System.Security.Authentication;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>No answer came. The message is fit for the caller.</summary>
/// <param name="wasSent">Whether the server may have got the request.</param>
/// <param name="isLasting">Whether trying again cannot help.</param>
internal sealed class TransportException(bool wasSent, bool isLasting, string message, Exception inner) : Exception(message, inner)
{
    public bool WasSent => wasSent;

    public bool IsLasting => isLasting;
}

/// <summary>Sends one request and follows its redirects. Credentials go to the request's own host alone.</summary>
internal sealed class ApiTransport(IHttpClientFactory http, TimeProvider clock)
{
    /// <summary>For <see cref="IHttpClientFactory.CreateClient"/>: as <see cref="OutgoingHttp"/>, but it follows no redirect by itself and logs no address.</summary>
    public const string ClientName = "outgoing-api";

    private const int MaxRedirects = 5;
    private const int MaxAnswer = 32 * 1024 * 1024;

    /// <exception cref="TransportException">No answer came.</exception>
    public async Task<ApiAnswer> SendAsync(
        ApiRequest request, IReadOnlyList<KeyValuePair<string, string>> credentials, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var wasSent = false;
        try
        {
            using var client = http.CreateClient(ClientName);
            client.Timeout = Timeout.InfiniteTimeSpan;
            var next = new Hop(request.Method, request.Url, request.ContentType is not null);
            for (var redirects = 0; ; redirects++)
            {
                using var message = Message(request, next, credentials, () => wasSent = true);
                // A request without a body is sent as soon as there is a connection, and no hook tells when.
                wasSent |= message.Content is null;
                using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (redirects < MaxRedirects && Redirects.Next(next, response) is { } target)
                    next = target;
                else
                    return await ReadAsync(response, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(wasSent, isLasting: false, $"{request.Url.Host} did not answer within {timeout.TotalSeconds:0.#} seconds.", e);
        }
        catch (HttpRequestException e)
        {
            throw Translate(request, wasSent, e);
        }
        catch (IOException e)
        {
            throw new TransportException(wasSent, isLasting: false, $"The connection to {request.Url.Host} was lost.", e);
        }
    }

    private static TransportException Translate(ApiRequest request, bool wasSent, HttpRequestException e)
    {
        var host = request.Url.Host;
        return e switch
        {
            { InnerException: AddressRefusedException refused } => new(wasSent: false, refused.Error.Code != "host_not_found", refused.Message, e),
            { InnerException: AuthenticationException } or { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                new(wasSent: false, isLasting: true, $"No secure connection to {host} can be made: its certificate is not trusted or not for that name.", e),
            { InnerException: SocketException } or { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
                new(wasSent: false, isLasting: false, $"{host} cannot be reached.", e),
            _ => new(wasSent, isLasting: false, $"The connection to {host} was lost.", e),
        };
    }

    private static HttpRequestMessage Message(ApiRequest request, Hop hop, IReadOnlyList<KeyValuePair<string, string>> credentials, Action sending)
    {
        var message = new HttpRequestMessage(hop.Method, hop.Url);
        if (hop.HasBody)
            message.Content = new TellingContent(request.Body, request.ContentType ?? "application/octet-stream", sending);
        message.Headers.TryAddWithoutValidation("User-Agent", "FunctionsPlatform/1.0");
        // Headers may hold keys as well as credentials do.
        if (!Redirects.IsSameHost(request.Url, hop.Url))
            return message;
        foreach (var (name, value) in request.Headers.Concat(credentials))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    private async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0 && body.Length <= MaxAnswer)
            body.Write(buffer, 0, read);
        var server = response.Headers.Server.ToString();
        return new ApiAnswer(
            (int)response.StatusCode, body.GetBuffer().AsMemory(0, (int)body.Length), RetryAfter.Of(response, clock.GetUtcNow()), server.Length > 0 ? server : null);
    }
}
