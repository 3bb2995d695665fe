using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Connections;

/// <summary>
/// Discovered schemas: one blob a connection, and the latest in memory, where the same instance is given out while it is good. One discovery of a connection runs
/// at a time.
/// </summary>
public sealed class SchemaCache(PlatformStorage storage, IOptions<ConnectionOptions> options, TimeProvider clock)
{
    // How long this process goes on without looking whether another one has refreshed the blob.
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(30);

    // Of a database that was too slow to tell of a single table.
    private static readonly TimeSpan EmptyMaxAge = TimeSpan.FromSeconds(30);
    private const int Capacity = 500;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _gates = new();

    /// <exception cref="ConnectorException">The database could not be discovered.</exception>
    public async Task<SchemaCatalog> GetAsync(OpenConnection open, bool refresh, CancellationToken cancellationToken)
    {
        var askedAt = clock.GetUtcNow();
        if (!refresh && _entries.TryGetValue(open.Connection.Id, out var known) && IsFresh(known.Schema) && askedAt - known.CheckedAt < TrustedFor)
            return known.Schema;

        var gate = _gates.GetOrAdd(open.Connection.Id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var current = await LoadAsync(open.Connection, cancellationToken);
            // Whoever waited here for a discovery that began after its own request has what it asked for.
            if (current is not null && (refresh ? current.DiscoveredAt >= askedAt : IsFresh(current)))
                return current;
            return await DiscoverAsync(open, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task RemoveAsync(Connection connection, CancellationToken cancellationToken)
    {
        _entries.TryRemove(connection.Id, out _);
        await (await BlobAsync(connection, cancellationToken)).DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    private bool IsFresh(SchemaCatalog schema) =>
        clock.GetUtcNow() - schema.DiscoveredAt < (schema is { IsComplete: false, Tables.Count: 0 } ? EmptyMaxAge : options.Value.SchemaMaxAge);

    private void Remember(Guid connection, Entry entry)
    {
        // Schemas may be large. To start afresh costs one read of a blob each.
        if (_entries.Count >= Capacity && !_entries.ContainsKey(connection))
            _entries.Clear();
        _entries[connection] = entry;
    }

    private async Task<SchemaCatalog?> LoadAsync(Connection connection, CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(connection, cancellationToken);
        try
        {
            if (_entries.TryGetValue(connection.Id, out var known)
                && (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag == known.Version)
            {
                _entries[connection.Id] = known with { CheckedAt = clock.GetUtcNow() };
                return known.Schema;
            }

            var stored = (await blob.DownloadContentAsync(cancellationToken)).Value;
            var schema = stored.Content.ToObjectFromJson<SchemaCatalog>(Json)!;
            Remember(connection.Id, new Entry(schema, stored.Details.ETag, clock.GetUtcNow()));
            return schema;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private async Task<SchemaCatalog> DiscoverAsync(OpenConnection open, CancellationToken cancellationToken)
    {
        var limits = new DiscoveryLimits(options.Value.DiscoveryTimeout);
        var schema = await open.Connector.DiscoverAsync(open.Settings, limits, cancellationToken);
        var blob = await BlobAsync(open.Connection, cancellationToken);
        var stored = await blob.UploadAsync(BinaryData.FromObjectAsJson(schema, Json), overwrite: true, cancellationToken);
        Remember(open.Connection.Id, new Entry(schema, stored.Value.ETag, clock.GetUtcNow()));
        return schema;
    }

    private async Task<BlobClient> BlobAsync(Connection connection, CancellationToken cancellationToken) =>
        (await storage.ContainerAsync("schemas", cancellationToken)).GetBlobClient($"{connection.Workspace}/connections/{connection.Id:N}.json");

    private sealed record Entry(SchemaCatalog Schema, ETag Version, DateTimeOffset CheckedAt);
}
