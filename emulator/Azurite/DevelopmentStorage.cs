using Emulator.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Emulator.Azurite;

/// <summary>Runs Azurite beside the app where a setting asks for development storage and nothing listens on its ports.</summary>
internal sealed partial class DevelopmentStorage(
    EmulatorSettings settings, IConfiguration configuration, ILogger<DevelopmentStorage> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private const string Asked = "UseDevelopmentStorage=true";
    private static readonly string[] Connections = ["AzureWebJobsStorage", "DataStorage"];

    private AzuriteServer? _server;

    /// <summary>Points the connections that ask for development storage at <c>Emulator:AzuritePorts</c>, where that is set.</summary>
    public static void Redirect(IConfigurationManager configuration)
    {
        if (configuration["Emulator:AzuritePorts"] is not { Length: > 0 } text)
            return;
        var ports = AzuritePorts.Parse(text);
        var redirected = new Dictionary<string, string?> { ["Emulator:AzuritePorts"] = $"{ports.Blob},{ports.Queue},{ports.Table}" };
        foreach (var name in Connections.Where(name => configuration[name] == Asked))
            redirected[name] = ports.ConnectionString;
        configuration.AddInMemoryCollection(redirected);
    }

    /// <summary>Before any service of the app starts.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var ports = settings.AzuritePorts is { } text ? AzuritePorts.Parse(text) : AzuritePorts.Default;
        if (!settings.AzuriteEnabled || !IsAskedFor(ports))
            return;
        var directory = Path.Combine(settings.DataDirectory, "azurite");
        await AzuriteServer.WaitForFormerAsync(directory, cancellationToken);
        if (await ports.AreListeningAsync(cancellationToken))
            return;
        Log.Starting(logger, ports);
        try
        {
            _server = await AzuriteServer.StartAsync(directory, ports, cancellationToken);
        }
        catch (InvalidOperationException problem) when (settings.IsOwnProgram)
        {
            // What is missing is said in one line; a stack trace would bury it.
            await Console.Error.WriteLineAsync(problem.Message);
            Environment.Exit(1);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After every service of the app has stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
            await server.DisposeAsync();
    }

    private bool IsAskedFor(AzuritePorts ports) =>
        Connections.Any(name => configuration[name] is { } connection && (connection == Asked || connection == ports.ConnectionString));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Starting Azurite on {Ports}")]
        public static partial void Starting(ILogger logger, AzuritePorts ports);
    }
}
