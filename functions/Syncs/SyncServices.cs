using FunctionsPlatform.Syncs.Delivery;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Syncs;

public static class SyncServices
{
    /// <summary>Adds <see cref="Syncs"/> and what runs them. Needs storage, connections, models and destinations.</summary>
    public static IServiceCollection AddSyncs(this IServiceCollection services)
    {
        services.AddOptions<SyncOptions>().BindConfiguration(SyncOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SyncStore>();
        services.AddSingleton<SyncRules>();
        services.AddSingleton<Syncs>();
        services.AddSingleton<Removal>();
        services.AddSingleton<SyncRunStore>();
        services.AddSingleton<ChunkStore>();
        services.AddSingleton<SyncRuns>();
        services.AddSingleton<SyncQueues>();
        services.AddSingleton<RunPapers>();
        services.AddSingleton<RunPlanner>();
        services.AddSingleton<RunPreparation>();
        services.AddSingleton<RunComparison>();
        services.AddSingleton<RunPreview>();
        services.AddSingleton<RunDelivery>();
        services.AddSingleton<RunEnds>();
        services.AddSingleton<RunWatch>();
        services.AddSingleton<RunSweep>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunCleanup>();
        services.AddSingleton<ChunkDelivery>();
        services.AddSingleton<ChunkSender>();
        services.AddSingleton<DeliverySlots>();
        services.AddSingleton<SyncSchedules>();
        services.AddSnapshots();
        return services;
    }
}
