using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.BlobFiles;
using FunctionsPlatform.Connectors.Http;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Connectors.Http;

/// <summary>The destinations as the app has them, which may connect to this machine, on a clock of the test's.</summary>
public sealed class DestinationHost : IDisposable
{
    private readonly ServiceProvider _services;

    public DestinationHost(TimeProvider? clock = null, bool allowPrivate = true, Dictionary<string, string?>? settings = null)
    {
        settings = new(settings ?? []) { ["Outgoing:AllowPrivateAddresses"] = $"{allowPrivate}" };
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddHttpDestinations().AddManifestDestinations().AddBlobFileDestination().AddSingleton<DestinationCatalog>();
        _services = services.BuildServiceProvider();
    }

    public IDestination this[string type] => _services.GetRequiredService<DestinationCatalog>().TryGet(type, out var destination) ? destination : throw new KeyNotFoundException(type);

    public IDestination Open(Manifest manifest) => _services.GetRequiredService<ManifestDestinations>().Open(manifest);

    public void Dispose() => _services.Dispose();
}

/// <summary>Rows and batches, short to write.</summary>
internal static class Rows
{
    public static readonly Guid Run = new("0195f3c1-0000-7000-8000-000000000001");

    public static WriteBatch Batch(RowOperations operation, params object?[][] rows) => new(new BatchId(Run, 2, 3), operation, rows);

    public static ResultColumn[] Columns(params (string Name, ColumnKind Kind)[] columns) => [.. columns.Select(column => new ResultColumn(column.Name, column.Kind))];
}
