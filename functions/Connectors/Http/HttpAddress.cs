using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Syntax;

namespace FunctionsPlatform.Connectors.Http;

/// <summary>An address whose path and parameters may be made from rows; its server may not.</summary>
/// <param name="Origin">Scheme, host and port, without a slash.</param>
internal sealed record HttpAddress(string Origin, LiquidTemplate Path)
{
    /// <summary>The address up to the first value.</summary>
    public Uri Safe
    {
        get
        {
            var path = Path.Text.Split('?', '{')[0];
            return new Uri(Origin + (Path.IsConstant ? path : path[..(path.LastIndexOf('/') + 1)]));
        }
    }

    public static HttpAddress? Read(JsonSource source, string name, TemplateNames names, bool isRequired)
    {
        if (source.Text(name, isRequired, maxLength: 4_000) is not { Length: > 0 } text)
            return null;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var end = scheme < 0 ? -1 : text.AsSpan(scheme + 3).IndexOfAny('/', '?', '#');
        var origin = end < 0 ? text : text[..(scheme + 3 + end)];
        var path = end < 0 ? "/" : text[origin.Length..];
        // Without the brace check a template could send the credentials to a host that a row names.
        if (origin.Contains('{', StringComparison.Ordinal) || !IsServer(origin))
        {
            source.Error(name, "This must be an address that begins with https:// or http:// and a host that is written out, without user and password.");
            return null;
        }
        return source.TemplateOf(path.StartsWith('/') ? path : "/" + path, name, names) is { } template ? new HttpAddress(origin, template) : null;
    }

    /// <summary>An address without values.</summary>
    public static Uri? Fixed(JsonSource source, string name)
    {
        if (source.Text(name) is not { Length: > 0 } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0)
            return url;
        source.Error(name, "This must be an address that begins with https:// or http://.");
        return null;
    }

    private static bool IsServer(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.Host.Length > 0 && url.UserInfo.Length == 0;
}
