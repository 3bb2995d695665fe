using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Dashboards;

/// <summary>A file that the pages of dashboards load. Its address holds a hash of it, so that browsers keep it for good.</summary>
public sealed class PageAsset
{
    public const string Folder = "dashboards/assets";

    private PageAsset(string name, string contentType, string text)
    {
        (Name, ContentType, Text) = (name, contentType, text);
        Bytes = Encoding.UTF8.GetBytes(text);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Bytes.Span).AsSpan(0, 8));
        Packed = Pack(Bytes);
    }

    public static PageAsset Styles { get; } = new("page.css", "text/css; charset=utf-8", Read("page.css"));

    public static PageAsset Script { get; } = new(
        "page.js", "text/javascript; charset=utf-8", string.Concat("'use strict';\n", Read("format.js"), Read("columns.js"), Read("charts.js"), Read("widgets.js"), Read("page.js")));

    public static PageAsset Charts { get; } = new("echarts.js", "text/javascript; charset=utf-8", Read("echarts.common.min.js"));

    public static IReadOnlyList<PageAsset> All { get; } = [Styles, Script, Charts];

    public string Name { get; }

    public string ContentType { get; }

    public string Text { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gzipped.</summary>
    public ReadOnlyMemory<byte> Packed { get; }

    public string Hash { get; }

    public string Address => $"/{Folder}/{Name}?v={Hash}";

    private static byte[] Pack(ReadOnlyMemory<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes.Span);
        return packed.ToArray();
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PageAsset).Assembly.GetManifestResourceStream($"dashboards.{name}")!);
        return reader.ReadToEnd();
    }
}
