using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench;

/// <summary>
/// Requests per second of <c>GET /v1/health</c> through the whole app (middleware included) against a bare Kestrel endpoint that answers the same
/// bytes, both in this process, driven by wrk in turns. The ratio of the medians counts; the figures depend on the machine.
/// </summary>
internal static class HealthBenchmark
{
    private const int Rounds = 5;
    private const string Path = "/v1/health";

    public static async Task RunAsync(TextWriter output)
    {
        await using var platform = await PlatformHost.StartAsync();
        await using var bare = await StartBareKestrelAsync();
        var bareAddress = new Uri(bare.Urls.Single());

        await Wrk.RateAsync(new Uri(bareAddress, Path), seconds: 2);
        await Wrk.RateAsync(new Uri(platform.Address, Path), seconds: 2);

        var bareRates = new List<double>();
        var platformRates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            bareRates.Add(await Wrk.RateAsync(new Uri(bareAddress, Path), seconds: 4));
            platformRates.Add(await Wrk.RateAsync(new Uri(platform.Address, Path), seconds: 4));
        }

        var (bareMedian, platformMedian) = (Sample.Median(bareRates), Sample.Median(platformRates));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"GET /v1/health, wrk -t1 -c8, median of {Rounds} rounds: bare Kestrel {bareMedian:F0}/s, platform {platformMedian:F0}/s, ratio {platformMedian / bareMedian:F2}"));
    }

    private static async Task<WebApplication> StartBareKestrelAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet(Path, () => Results.Json(new { status = "ok" }));
        await app.StartAsync();
        return app;
    }
}
