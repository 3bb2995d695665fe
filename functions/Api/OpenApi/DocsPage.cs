using System.IO.Compression;
using System.Text;
using FunctionsPlatform.Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>A page that shows the OpenAPI document. All it needs comes from this server, so it works without a network.</summary>
internal static class DocsPage
{
    /// <summary>Nothing from elsewhere. Styles are inline because the viewer makes them as it runs.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
        "worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Lazy<StaticContent> PackedScript = new(() => StaticContent.Of("text/javascript; charset=utf-8", ReadPackedScript()));

    public static StaticContent Page { get; } = Text("text/html; charset=utf-8", """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>FunctionsPlatform API</title>
        </head>
        <body>
          <div id="app"></div>
          <noscript>This page needs JavaScript. The document that it shows is <a href="/openapi.json">openapi.json</a>.</noscript>
          <script src="/docs/scalar.js"></script>
          <script src="/docs/start.js"></script>
        </body>
        </html>

        """);

    // The viewer's buttons that lead to its maker's services are left away.
    public static StaticContent Start { get; } = Text("text/javascript; charset=utf-8", """
        Scalar.createApiReference('#app', {
          url: '/openapi.json', withDefaultFonts: false, telemetry: false, showDeveloperTools: 'never', hideClientButton: true, agent: { disabled: true },
        });

        """);

    /// <summary>The viewer, which its package holds packed; unpacked for the few who cannot do that themselves.</summary>
    public static ApiResponse Script(HttpRequest request)
    {
        var response = PackedScript.Value.Answer(request).WithHeader(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (response.Body.IsEmpty)
            return response;
        return request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
            ? response.WithHeader(HeaderNames.ContentEncoding, "gzip")
            : response with { Body = Unpack(response.Body) };
    }

    private static StaticContent Text(string contentType, string text) => StaticContent.Of(contentType, Encoding.UTF8.GetBytes(text));

    private static byte[] ReadPackedScript()
    {
        using var resource = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")!;
        using var packed = new MemoryStream();
        resource.CopyTo(packed);
        return packed.ToArray();
    }

    private static byte[] Unpack(ReadOnlyMemory<byte> packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var script = new MemoryStream();
        gzip.CopyTo(script);
        return script.ToArray();
    }
}
