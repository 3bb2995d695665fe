using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

/// <summary>What one process has to read, compare and record with. Another over the same storage is another process.</summary>
internal sealed class Machine : IDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="ahead">How far its clock is ahead.</param>
    public Machine(PlatformStorage storage, string scratch, int chunkRows, TimeSpan ahead = default)
    {
        var services = new ServiceCollection();
        services.AddSingleton(storage);
        services.AddSingleton<TimeProvider>(ahead == default ? TimeProvider.System : new FakeTimeProvider(TimeProvider.System.GetUtcNow() + ahead));
        services.AddSingleton<Ids>();
        services.Configure<SyncOptions>(options => (options.ScratchDirectory, options.ChunkRows) = (scratch, chunkRows));
        services.AddSnapshots();
        _services = services.BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();
}
