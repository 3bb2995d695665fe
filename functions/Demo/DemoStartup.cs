using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Demo;

/// <summary>Makes the demo before the first request is answered, tells how to try it, and makes it anew every day.</summary>
public sealed partial class DemoStartup(
    PlatformStorage storage, DemoWorkspace workspace, DemoData data, IConfiguration configuration, TimeProvider clock, ILogger<DemoStartup> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(10);

    private ITimer? _timer;
    private DateTime _madeOn;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!storage.IsDevelopment)
        {
            Log.Refused(logger);
            return;
        }

        await workspace.EnsureAsync(cancellationToken);
        await MakeAsync(cancellationToken);
        _timer = clock.CreateTimer(_ => _ = RefreshAsync(), null, CheckInterval, CheckInterval);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            Console.WriteLine(DemoBanner.Text($"http://localhost:{configuration["Emulator:Port"] ?? configuration["Host:LocalHttpPort"] ?? "7071"}"));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        _madeOn = clock.GetUtcNow().Date;
        await data.EnsureAsync(cancellationToken);
    }

    private async Task RefreshAsync()
    {
        if (_madeOn == clock.GetUtcNow().Date)
            return;
        try
        {
            await MakeAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            _madeOn = default;
            Log.NotRefreshed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Demo:Enabled is ignored: the storage is not an emulator on this machine.")]
        public static partial void Refused(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "The demo data could not be made anew; tried again soon.")]
        public static partial void NotRefreshed(ILogger logger, Exception exception);
    }
}
