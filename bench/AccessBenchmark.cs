using System.Globalization;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bench;

/// <summary>
/// What authentication, authorisation and rate limiting cost a request together: one function behind an API key with a scope and a plan against the same function open to all, in
/// turns, driven by wrk. The ratio of the medians counts.
/// </summary>
internal static class AccessBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter output)
    {
        await using var app = await PlatformApp.StartAsync(
            new Dictionary<string, string> { ["RateLimits:Enabled"] = "true", ["RateLimits:Plans:vast:PerMinute"] = "100000000" },
            services => services.Replace(ServiceDescriptor.Singleton(ApiEndpoints.Of(typeof(AccessProbes).Assembly))),
            typeof(AccessProbes).Assembly.GetName().Name!);
        var workspace = await app.NewWorkspaceAsync(plan: "vast");
        var (open, closed) = (new Uri(app.Address, "/v1/queries/open"), new Uri(app.Address, "/v1/queries/closed"));
        var authorization = $"Bearer {workspace.Key}";
        await Wrk.RateAsync(open, seconds: 2);
        await Wrk.RateAsync(closed, seconds: 2, authorization);

        var (openRates, closedRates) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            openRates.Add(await Wrk.RateAsync(open, seconds: 4));
            closedRates.Add(await Wrk.RateAsync(closed, seconds: 4, authorization));
        }

        var (without, with) = (Sample.Median(openRates), Sample.Median(closedRates));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"wrk -t1 -c8, median of {Rounds} rounds: open to all {without:F0}/s, by key, scope and plan {with:F0}/s, ratio {with / without:F2}, {(1e6 / with) - (1e6 / without):F1} µs a request of one core's time"));
    }
}

public sealed class AccessProbes
{
    [Function("AccessProbe_Open"), AllowAnonymous]
    public static IActionResult Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/open")] HttpRequest request) => request.Ok(new ProbeBody("ok"));

    [Function("AccessProbe_Closed"), RequirePermission(Permissions.QueriesRead)]
    public static IActionResult Closed([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/closed")] HttpRequest request) => request.Ok(new ProbeBody("ok"));
}

public sealed record ProbeBody(string Status);
