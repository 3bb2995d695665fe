using Emulator;
using FunctionsPlatform;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fixtures;

/// <summary>The whole app running in this process on the emulator, on a free port, with storage of its own.</summary>
public sealed class PlatformApp : IAsyncDisposable
{
    private readonly IHost _host;

    private PlatformApp(IHost host, string mailDirectory)
    {
        (_host, MailDirectory) = (host, mailDirectory);
        Address = host.Services.GetRequiredService<EmulatorAddress>().Uri;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Where messages are written that the app sends.</summary>
    public string MailDirectory { get; }

    public IServiceProvider Services => _host.Services;

    /// <param name="settings">Settings that differ from those of a test run: rate limits and demo data are off.</param>
    /// <param name="configure">Services to replace.</param>
    /// <param name="functions">Name of the assembly that holds the functions.</param>
    public static async Task<PlatformApp> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? configure = null,
        string functions = "FunctionsPlatform")
    {
        var directory = Directory.CreateTempSubdirectory("platform-").FullName;
        var storage = await SharedAzurite.ConnectionStringAsync();
        var prefix = SharedAzurite.NewPrefix();
        var all = new Dictionary<string, string>
        {
            ["Emulator:FunctionsAssembly"] = functions,
            ["Emulator:Port"] = "0",
            ["Emulator:DataDirectory"] = directory,
            ["Secrets:KeyFile"] = Path.Combine(directory, "secrets.key"),
            ["Mail:Directory"] = Path.Combine(directory, "mail"),
            ["AzureWebJobsStorage"] = storage,
            ["DataStorage"] = storage,
            ["DataStorage:Prefix"] = prefix,
            ["SyncChunkQueue"] = $"{prefix}-sync-chunks",
            ["SyncRunEndedQueue"] = $"{prefix}-sync-runs-ended",
            ["DatasetQueue"] = $"{prefix}-datasets",
            ["WebhookQueue"] = $"{prefix}-webhooks",
            ["ReportQueue"] = $"{prefix}-reports",
            ["Demo:Enabled"] = "false",
            ["Demo:Directory"] = Path.Combine(directory, "demo"),
            ["RateLimits:Enabled"] = "false",
            ["RateLimits:StorageTimeout"] = "00:01:00", // a busy machine must not look like storage that is down
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;

        var builder = FunctionsApplication.CreateBuilder([.. all.Select(setting => $"--{setting.Key}={setting.Value}")]);
        builder.ConfigureFunctionsWebApplication();
        builder.AddPlatform();
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new PlatformApp(host, all["Mail:Directory"]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}
