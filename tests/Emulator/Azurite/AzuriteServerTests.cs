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
    public async Task A_directory_is_taken_over_once_its_former_process_has_written_all()
    {
        var former = await AzuriteServer.StartAsync(_directory.FullName);
        var queue = new QueueClient(former.ConnectionString, "late");
        await queue.CreateAsync();
        var starting = AzuriteServer.StartAsync(_directory.FullName);
        await Assert.ThrowsAsync<TimeoutException>(() => starting.WaitAsync(TimeSpan.FromSeconds(3)));
        await queue.SendMessageAsync("at the last moment");

        await former.DisposeAsync();

        await using var started = await starting;
        var message = await new QueueClient(started.ConnectionString, "late").ReceiveMessageAsync();
        Assert.Equal("at the last moment", message.Value.Body.ToString());
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
