using Emulator.Durable;
using Emulator.Durable.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Emulator.Tests.Durable;

/// <summary>A running engine over a database file; disposing it stops the engine and leaves the file.</summary>
internal sealed class DurableHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private DurableHost(ServiceProvider services) => _services = services;

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public DurableStore Store => _services.GetRequiredService<DurableStore>();

    public static async Task<DurableHost> StartAsync(
        TestFunctions functions, DurableEngineOptions options, TimeProvider? time = null, ILoggerProvider? logs = null)
    {
        var services = new ServiceCollection()
            .AddLogging(builder =>
            {
                if (logs is not null)
                    builder.AddProvider(logs);
            })
            .AddSingleton<IDurableFunctions>(functions)
            .AddSingleton(time ?? TimeProvider.System)
            .AddDurableEngine(options)
            .BuildServiceProvider();
        var host = new DurableHost(services);
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        return host;
    }

    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input = null, string? instanceId = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId));
        return await EndOf(id);
    }

    public Task<OrchestrationMetadata> EndOf(string instanceId) =>
        Client.WaitForInstanceCompletionAsync(instanceId, true).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until the instance is as described.</summary>
    public async Task<OrchestrationMetadata> Until(string instanceId, Func<OrchestrationMetadata, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await Client.GetInstanceAsync(instanceId, true, deadline.Token) is { } instance && condition(instance))
                return instance;
            await Task.Delay(5, deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
