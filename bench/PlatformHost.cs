using Emulator;
using FunctionsPlatform;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bench;

/// <summary>The whole app on the emulator, on a free port, with demo data and without rate limits.</summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private readonly IHost _host;

    private PlatformHost(IHost host) => _host = host;

    public Uri Address => _host.Services.GetRequiredService<EmulatorAddress>().Uri;

    public IServiceProvider Services => _host.Services;

    public static async Task<PlatformHost> StartAsync()
    {
        var builder = FunctionsApplication.CreateBuilder(
        [
            "--Emulator:FunctionsAssembly=FunctionsPlatform",
            "--Emulator:Port=0",
            "--Demo:Enabled=true",
            "--RateLimits:Enabled=false",
            "--Outgoing:AllowPrivateAddresses=true",
            "--SyncChunkQueue=sync-chunks",
            "--SyncRunEndedQueue=sync-runs-ended",
            "--DatasetQueue=datasets",
            "--WebhookQueue=webhook-deliveries",
            "--ReportQueue=dashboard-reports",
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.ConfigureFunctionsWebApplication();
        builder.AddPlatform();
        var host = builder.Build();
        await host.StartAsync();
        return new PlatformHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
