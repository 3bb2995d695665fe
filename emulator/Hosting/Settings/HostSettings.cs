using Microsoft.Extensions.Configuration;

namespace Emulator.Hosting.Settings;

/// <summary>
/// What host.json says under <c>extensions</c>. As in the real host, settings <c>AzureFunctionsJobHost__extensions__...</c> override it.
/// </summary>
internal sealed class HostSettings
{
    public HttpSettings Http { get; init; } = new();

    public QueueSettings Queues { get; init; } = new();

    public DurableTaskSettings DurableTask { get; init; } = new();

    public static HostSettings Read(string directory, IConfiguration configuration)
    {
        var settings = new HostSettings();
        ReadJson(directory).GetSection("extensions").Bind(settings);
        configuration.GetSection("AzureFunctionsJobHost:extensions").Bind(settings);
        return settings;
    }

    public static IConfiguration ReadJson(string directory) =>
        new ConfigurationBuilder().SetBasePath(directory).AddJsonFile("host.json", optional: true).Build();
}

internal sealed class HttpSettings
{
    public string RoutePrefix { get; init; } = "api";
}
