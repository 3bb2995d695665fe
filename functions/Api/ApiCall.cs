using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;

namespace FunctionsPlatform.Api;

/// <summary>What is known of the request being answered: a feature of the HTTP context, filled by the middleware from the outside in.</summary>
/// <param name="RequestId">The caller's <c>X-Request-ID</c>, or one of ours (<c>req_...</c>).</param>
/// <param name="Endpoint">Declaration of the function that answers.</param>
/// <param name="ReceivedAt">When the request came in.</param>
public sealed record ApiCall(string RequestId, ApiEndpoint Endpoint, DateTimeOffset ReceivedAt)
{
    private Principal? _principal;

    /// <summary>What the function declares; where it answers for several APIs, what the one of <see cref="Dialect"/> does.</summary>
    public ApiEndpoint Endpoint { get; private set; } = Endpoint;

    /// <summary>Whose words the answer is given in.</summary>
    public ApiDialect Dialect { get; private set; } = ApiDialects.Default;

    public void MeansApi(ApiDialect dialect)
    {
        Dialect = dialect;
        if (Endpoint.Other is { } other && dialect.Declares(other))
            Endpoint = other;
    }

    /// <summary>Who is calling. Only endpoints that require a permission have a caller to ask for.</summary>
    public Principal Principal
    {
        get => _principal ?? throw new InvalidOperationException($"{Endpoint.Name} allows anonymous callers: it has no principal.");
        set => _principal = value;
    }
}
