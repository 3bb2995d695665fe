using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Snapshots;

public static class SnapshotServices
{
    /// <summary>Adds what reads, compares and records the rows of syncs. Needs storage and <see cref="SyncOptions"/>.</summary>
    public static IServiceCollection AddSnapshots(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ScratchDirectory(provider.GetRequiredService<IOptions<SyncOptions>>().Value.ScratchDirectory, "syncs"));
        services.AddSingleton<SyncFiles>();
        services.AddSingleton<ComparisonDatabase>();
        services.AddSingleton<SourceExtracts>();
        services.AddSingleton<ChangeChunks>();
        services.AddSingleton<ChunkOutcomes>();
        services.AddSingleton<SnapshotComparison>();
        services.AddSingleton<SnapshotCommit>();
        services.AddSingleton<RunRecords>();
        return services;
    }
}
