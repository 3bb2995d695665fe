using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Emulator.Hosting;

/// <summary>Says where the app listens, and at debug level which functions it has.</summary>
internal sealed partial class StartMessage(EmulatorAddress address, FunctionCatalog functions, ILogger<StartMessage> logger)
    : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Log.Listening(logger, functions.All.Count, address.Uri);
        foreach (var function in functions.All)
            Log.Function(logger, function.Name, function.EntryPoint);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} functions, listening on {Address}")]
        public static partial void Listening(ILogger logger, int count, Uri address);

        [LoggerMessage(2, LogLevel.Debug, "Function {Name}: {EntryPoint}")]
        public static partial void Function(ILogger logger, string name, string entryPoint);
    }
}
