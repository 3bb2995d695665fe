using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Emulator.Http;

/// <summary>
/// The host takes no body of more than 100 MiB, whatever the worker allows. It answers 500 to one that says so; reading one that does
/// not say its length ends at the limit, however far the function lifts the worker's.
/// </summary>
internal sealed class HostBodyLimit : IHttpMaxRequestBodySizeFeature
{
    private const long Bytes = 104_857_600;

    private readonly IHttpMaxRequestBodySizeFeature _worker;

    private HostBodyLimit(IHttpMaxRequestBodySizeFeature worker)
    {
        _worker = worker;
        MaxRequestBodySize = worker.MaxRequestBodySize;
    }

    public bool IsReadOnly => _worker.IsReadOnly;

    public long? MaxRequestBodySize
    {
        get => _worker.MaxRequestBodySize;
        set => _worker.MaxRequestBodySize = Math.Min(value ?? Bytes, Bytes);
    }

    public static bool Admits(HttpContext context)
    {
        if (context.Request.ContentLength is { } length)
            return length <= Bytes;
        if (context.Request.Headers.TransferEncoding.Count > 0 && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { } worker)
            context.Features.Set<IHttpMaxRequestBodySizeFeature>(new HostBodyLimit(worker));
        return true;
    }
}
