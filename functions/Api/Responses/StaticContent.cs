using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.Responses;

/// <summary>Content that is the same for everybody, with an ETag so that it is sent once.</summary>
public sealed record StaticContent(string ContentType, ReadOnlyMemory<byte> Bytes, string ETag)
{
    public static StaticContent Of(string contentType, byte[] bytes) =>
        new(contentType, bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");

    public ApiResponse Answer(HttpRequest request)
    {
        var response = IsKnownTo(request) ? ApiResponse.Empty(StatusCodes.Status304NotModified) : new ApiResponse(StatusCodes.Status200OK, ContentType, Bytes);
        return response.WithHeader(HeaderNames.ETag, ETag).WithHeader(HeaderNames.CacheControl, "no-cache");
    }

    private bool IsKnownTo(HttpRequest request) =>
        request.Headers.IfNoneMatch.Any(sent => sent is "*" || (sent is not null && sent.Contains(ETag, StringComparison.Ordinal)));
}
