using Emulator.Durable.Client;
using Emulator.Durable.Engine;
using Emulator.Durable.Store;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Emulator.Durable;

internal static class DurableEngineServices
{
    /// <summary>Adds the engine as a hosted service and its <see cref="DurableTaskClient"/>. Needs an <see cref="IDurableFunctions"/>.</summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services, DurableEngineOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<DurableStore>();
        services.AddSingleton<WorkQueues>();
        services.AddSingleton<InstanceWatch>();
        services.AddSingleton<ActivityRunner>();
        services.AddSingleton<OrchestrationRunner>();
        services.AddHostedService<DurableEngine>();
        services.AddSingleton<DurableTaskClient, EngineClient>();
        return services;
    }
}
