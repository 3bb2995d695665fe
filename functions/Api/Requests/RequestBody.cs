using System.Buffers;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Reads a request's body into memory, up to a limit.</summary>
internal static class RequestBody
{
    private const int PieceSize = 4096;

    public static async Task<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, long maxSize, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxSize)
            return RequestErrors.TooLarge(maxSize);
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? PieceSize) + 1);
        while (await request.Body.ReadAsync(body.GetMemory(PieceSize), cancellationToken) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > maxSize)
                return RequestErrors.TooLarge(maxSize);
        }

        return body.WrittenMemory;
    }
}
