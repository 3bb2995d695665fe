using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>Makes destinations of manifests: of ours, and of those that tenants bring.</summary>
public sealed class ManifestDestinations
{
    /// <summary>The chunks of a sync that are written one after another ask once what the stream is.</summary>
    private static readonly TimeSpan StreamsKept = TimeSpan.FromSeconds(30);

    private readonly ApiClients _clients;
    private readonly TimedCache<(Manifest, string, string), FoundStream> _streams;

    internal ManifestDestinations(ApiClients clients) => (_clients, _streams) = (clients, new(StreamsKept, clients.Clock));

    public ManifestDestination Open(Manifest manifest) => new(manifest, _clients, _streams);
}
