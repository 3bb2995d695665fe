using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Connecty;

/// <summary>Exchanges client credentials for a short-lived token. Documented as GET in a heading and as POST in its example: both answer.</summary>
public sealed class TokenEndpoints(ClientCredentials clients, TokenIssuer issuer)
{
    [Function("Token_Get"), AllowAnonymous, LimitedByAddress]
    [Summary(
        "Exchange client credentials for a token",
        Details = "Takes the credentials as JSON, or as HTTP Basic credentials. They are never read from the address, because addresses are logged.")]
    [Accepts<TokenRequest>(Optional = true), Example("""{"client_id": "YOUR_CLIENT_ID", "client_secret": "YOUR_CLIENT_SECRET"}""")]
    [Returns<TokenResponse>(StatusCodes.Status200OK), Fails(ErrorKind.Unauthenticated)]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/auth/token")] HttpRequest request, CancellationToken cancellationToken) =>
        ExchangeAsync(request, cancellationToken);

    [Function("Token_Post"), SameAs<TokenEndpoints>(nameof(Get))]
    public Task<IActionResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/token")] HttpRequest request, CancellationToken cancellationToken) =>
        ExchangeAsync(request, cancellationToken);

    private async Task<IActionResult> ExchangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await CredentialsAsync(request, cancellationToken)).Succeeded(out var credentials, out var error)
            || !(await clients.VerifyAsync(credentials.ClientId, credentials.ClientSecret, cancellationToken)).Succeeded(out var client, out error))
            return request.Refuse(error);
        var issued = await issuer.IssueForClientAsync(client, cancellationToken);
        return request.Ok(new TokenResponse(issued.Token, issued.ExpiresAt)).WithHeader("Cache-Control", "no-store");
    }

    private static async Task<Result<TokenRequest>> CredentialsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (BasicCredentials.Read(request.Headers.Authorization) is { } basic)
            return new TokenRequest(basic.Name, basic.Secret);
        var read = await request.ReadJsonAsync<TokenRequest>(cancellationToken);
        return !read.Succeeded(out var body, out var error) && error == RequestErrors.EmptyBody ? NoCredentials : read;
    }

    private static ApiError NoCredentials { get; } = new(
        ErrorKind.Malformed,
        "credentials_missing",
        "The request has no body. Send client_id and client_secret as JSON, by POST: some clients and proxies drop the body of a GET. " +
        "Basic credentials work with both.");
}

public sealed record TokenRequest(string ClientId, string ClientSecret)
{
    public override string ToString() => $"TokenRequest {{ ClientId = {ClientId} }}";
}

public sealed record TokenResponse(string AccessToken, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"TokenResponse {{ ExpiresAt = {ExpiresAt:O} }}";
}
