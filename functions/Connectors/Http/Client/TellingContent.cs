using System.Net;
using System.Net.Http.Headers;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>A body that tells when it is sent: before, there was no connection, and the server cannot have got the request.</summary>
internal sealed class TellingContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Action _sending;

    public TellingContent(ReadOnlyMemory<byte> body, string contentType, Action sending)
    {
        (_body, _sending) = (body, sending);
        Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _sending();
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
