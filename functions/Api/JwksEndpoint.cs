using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api;

/// <summary>Publishes the public keys that verify our tokens.</summary>
public sealed class JwksEndpoint(SigningKeys keys)
{

    [Function("Jwks"), AllowAnonymous]
    [Summary("Get the public keys that verify access tokens"), Returns<KeySet>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/jwks.json")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var published = await keys.JwksAsync(cancellationToken);
        var body = new KeySet([.. published.Keys.Select(key => new PublicKey(key.Kty, key.Use, key.Alg, key.Kid, key.N, key.E))]);
        return request.Bare(StatusCodes.Status200OK, body).WithHeader("Cache-Control", "public, max-age=300");
    }
}

/// <summary>A JSON Web Key Set (RFC 7517).</summary>
public sealed record KeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>An RSA public key in a JSON Web Key Set.</summary>
public sealed record PublicKey(string Kty, string Use, string Alg, string Kid, string N, string E);
