using Azure.Storage.Queues;
using Emulator.Azurite;
using Emulator.Tests.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Tests.Azurite;

public sealed class DevelopmentStorageTests
{
    [Fact]
    public async Task An_app_that_asks_for_development_storage_has_it_while_it_runs()
    {
        AzuritePorts ports;
        await using (var app = await StartAsync("--DataStorage=UseDevelopmentStorage=true"))
        {
            var settings = app.Services.GetRequiredService<IConfiguration>();
            ports = AzuritePorts.Parse(settings["Emulator:AzuritePorts"]!);
            await new QueueClient(settings["DataStorage"], "made").CreateAsync();
            Assert.True(await ports.AreListeningAsync());
        }

        Assert.False(await ports.AreListeningAsync());
    }

    [Fact]
    public async Task Nothing_is_started_for_an_app_with_storage_of_its_own()
    {
        await using var app = await StartAsync("--DataStorage=AccountName=elsewhere", "--AzureWebJobsStorage=AccountName=elsewhere");

        var settings = app.Services.GetRequiredService<IConfiguration>();
        Assert.Equal("AccountName=elsewhere", settings["DataStorage"]);
        Assert.False(await AzuritePorts.Parse(settings["Emulator:AzuritePorts"]!).AreListeningAsync());
    }

    [Fact]
    public void Ports_that_are_not_three_are_refused() =>
        Assert.Contains("'10000'", Assert.Throws<FormatException>(() => AzuritePorts.Parse("10000")).Message, StringComparison.Ordinal);

    private static Task<TestApp> StartAsync(params string[] settings) => TestApp.StartAsync(
        _ => { }, ["--Emulator:AzuriteEnabled=true", "--Emulator:AzuritePorts=free", .. settings], typeof(RoutedFunctions));
}
