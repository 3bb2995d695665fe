using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Fixtures;
using FunctionsPlatform.Demo;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPlatform.Tests.Demo;

public sealed class DemoStartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("demo-start-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_start_leaves_the_demo_as_it_should_be()
    {
        var settings = new Dictionary<string, string>
        {
            ["Demo:Enabled"] = "true",
            ["Demo:Directory"] = _directory,
            ["DataStorage:Prefix"] = SharedAzurite.NewPrefix(),
            ["Secrets:KeyFile"] = Path.Combine(_directory, "secrets.key"),
        };
        await using (await PlatformApp.StartAsync(settings))
        {
        }

        await using var again = await PlatformApp.StartAsync(settings);

        using var client = again.ClientWith(DemoWorkspace.AiForDatabaseKey);
        var read = await (await client.GetAsync(new Uri($"/v1/queries/{DemoData.QueryAlias}", UriKind.Relative))).JsonAsync();
        Assert.Equal("[[142]]", read["data"]!["results"]!["rows"]!.ToJsonString());
        var connections = await (await client.GetAsync(new Uri("/v1/connections", UriKind.Relative))).JsonAsync();
        Assert.Equal(2, connections["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task Storage_that_is_no_emulator_is_left_alone()
    {
        var credential = new DefaultAzureCredential();
        var storage = new PlatformStorage(
            new TableServiceClient(new Uri("https://production.table.core.windows.net"), credential),
            new QueueServiceClient(new Uri("https://production.queue.core.windows.net"), credential),
            new BlobServiceClient(new Uri("https://production.blob.core.windows.net"), credential));
        var startup = new DemoStartup(storage, null!, null!, new ConfigurationBuilder().Build(), TimeProvider.System, NullLogger<DemoStartup>.Instance);

        await startup.StartAsync(CancellationToken.None);

        Assert.False(storage.IsDevelopment);
        Assert.Empty(Directory.GetDirectories(_directory));
    }
}
