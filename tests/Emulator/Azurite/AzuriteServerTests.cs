using Azure.Storage.Queues;
using Emulator.Azurite;

namespace Emulator.Tests.Azurite;

public sealed class AzuriteServerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azurite-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Data_outlives_a_restart()
    {
        await using (var server = await AzuriteServer.StartAsync(_directory.FullName))
        {
            var queue = new QueueClient(server.ConnectionString, "kept");
            await queue.CreateAsync();
            await queue.SendMessageAsync("still here");
        }

        await using var restarted = await AzuriteServer.StartAsync(_directory.FullName);
        var message = await new QueueClient(restarted.ConnectionString, "kept").ReceiveMessageAsync();

        Assert.Equal("still here", message.Value.Body.ToString());
    }

    [Fact]
    public async Task Disposing_frees_the_ports()
    {
        var server = await AzuriteServer.StartAsync(_directory.FullName);
        Assert.True(await server.Ports.AreListeningAsync());

        await server.DisposeAsync();

        Assert.False(await server.Ports.AreListeningAsync());
    }

    [Fact]
    public async Task Ports_that_are_taken_are_told()
    {
        await using var first = await AzuriteServer.StartAsync(Path.Combine(_directory.FullName, "first"));

        var second = AzuriteServer.StartAsync(Path.Combine(_directory.FullName, "second"), first.Ports);

        Assert.Contains("already", (await Assert.ThrowsAsync<InvalidOperationException>(() => second)).Message, StringComparison.Ordinal);
    }
}
