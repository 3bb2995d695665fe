using System.Text;
using FunctionsPlatform.Api.Responses;
using Scalar.AspNetCore;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>A page that shows the OpenAPI document. All it needs comes from this server, so it works without a network.</summary>
internal static class DocsPage
{
    /// <summary>Nothing from elsewhere. Styles are inline because the viewer makes them as it runs.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
        "worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Lazy<StaticContent> s_script = new(ReadScript);

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

    public static StaticContent Start { get; } = Text("text/javascript; charset=utf-8", """
        Scalar.createApiReference('#app', { url: '/openapi.json', withDefaultFonts: false, telemetry: false });

        """);

    public static StaticContent Script => s_script.Value;

    private static StaticContent Text(string contentType, string text) => StaticContent.Of(contentType, Encoding.UTF8.GetBytes(text));

    private static StaticContent ReadScript()
    {
        var assembly = typeof(ScalarOptions).Assembly;
        using var packed = assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")!;
        using var script = new MemoryStream();
        packed.CopyTo(script);
        return StaticContent.Of("text/javascript; charset=utf-8", script.ToArray());
    }
}
