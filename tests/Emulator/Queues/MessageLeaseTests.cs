using Azure.Storage.Queues;
using Emulator.Queues;
using Emulator.Tests.Azurite;
using Microsoft.Extensions.Time.Testing;

namespace Emulator.Tests.Queues;

public sealed class MessageLeaseTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_message_stays_hidden_for_as_long_as_its_lease_is_renewed()
    {
        var clock = new FakeTimeProvider();
        var queue = new QueueClient(azurite.ConnectionString, "leased");
        await queue.CreateAsync();
        await queue.SendMessageAsync("renewed");
        await using var lease = new MessageLease(queue, (await queue.ReceiveMessageAsync(Short)).Value, clock);
        await queue.SendMessageAsync("abandoned");
        await queue.ReceiveMessageAsync(Short);

        clock.Advance(MessageLease.Duration / 2);

        var abandoned = await Eventually.GetAsync(async () => (await queue.ReceiveMessageAsync()).Value);
        Assert.Equal("abandoned", abandoned.Body.ToString());
        Assert.Null((await queue.ReceiveMessageAsync()).Value);
        await lease.DeleteAsync();
    }
}
