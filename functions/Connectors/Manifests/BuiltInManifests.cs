using System.Collections.Concurrent;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>The manifests that come with the app.</summary>
public static class BuiltInManifests
{
    private const string Suffix = ".manifest.json";

    private static readonly ConcurrentDictionary<string, Manifest> Known = new();

    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BuiltInManifests).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The document, as an example for those who write their own.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(BuiltInManifests).Assembly.GetManifestResourceStream(name + Suffix) ?? throw new ArgumentException($"There is no manifest {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Read once: a manifest does not change.</summary>
    public static Manifest Read(string name) => Known.GetOrAdd(name, Parse);

    private static Manifest Parse(string name) => ManifestReader.Read(Text(name)).Succeeded(out var manifest, out var error)
        ? manifest
        : throw new InvalidOperationException($"The manifest {name} breaks rules: {string.Join("; ", error.Fields ?? [])}");
}
