using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Emulator.Tests.Azurite;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Tests.Queues;

public sealed class QueueTriggerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly Received _received = [];

    [Fact]
    public async Task Json_is_read_into_a_record_whatever_the_case_of_its_names()
    {
        await using var app = await StartAsync();

        await SendAsync("orders", """{"SKU":"a-1","quantity":3}""");

        Assert.Equal("a-1 3 1 True", await NextAsync());
        await Eventually.TrueAsync(() => Count("orders") == 0);
    }

    [Fact]
    public async Task The_name_of_a_queue_comes_from_a_setting()
    {
        await using var app = await StartAsync();

        await SendAsync("texts", "hello");

        Assert.Equal("hello 1", await NextAsync());
    }

    [Fact]
    public async Task A_message_that_is_not_base64_goes_to_the_poison_queue_unchanged_and_reaches_no_function()
    {
        await using var app = await StartAsync();

        await Queue("texts").SendMessageAsync("not base64!");

        Assert.Equal("not base64!", await PoisonedAsync("texts-poison"));
        Assert.Empty(_received);
    }

    [Fact]
    public async Task Json_that_does_not_fit_the_record_goes_to_the_poison_queue_as_it_was()
    {
        await using var app = await StartAsync();

        await SendAsync("orders", "no json");

        Assert.Equal(Encode("no json"), await PoisonedAsync("orders-poison"));
        Assert.Empty(_received);
    }

    [Fact]
    public async Task A_message_is_tried_as_often_as_the_host_is_told_and_then_poisoned()
    {
        await using var app = await StartAsync("--AzureFunctionsJobHost:extensions:queues:maxDequeueCount=3");

        await SendAsync("doomed", "x");

        Assert.Equal(Encode("x"), await PoisonedAsync("doomed-poison"));
        Assert.Equal(["x 1", "x 2", "x 3"], _received);
        await Eventually.TrueAsync(() => Count("doomed") == 0);
    }

    [Fact]
    public async Task A_message_that_failed_once_succeeds_at_its_second_try_after_the_visibility_timeout()
    {
        await using var app = await StartAsync("--AzureFunctionsJobHost:extensions:queues:visibilityTimeout=00:00:01");

        await SendAsync("flaky", "y");

        Assert.Equal("y 1", await NextAsync());
        Assert.Equal("y 2", await NextAsync());
        await Eventually.TrueAsync(() => Count("flaky") == 0);
    }

    [Fact]
    public async Task A_batch_runs_side_by_side()
    {
        await using var app = await StartAsync();
        for (var i = 0; i < 40; i++)
            await SendAsync("texts", $"m{i}");

        await Eventually.TrueAsync(() => _received.Count == 40);

        Assert.Equal(40, _received.Distinct().Count());
    }

    [Fact]
    public async Task A_queue_without_a_possible_name_stops_only_its_own_function()
    {
        await using var app = await StartAsync();

        await SendAsync("texts", "others run");

        Assert.Equal("others run 1", await NextAsync());
    }

    private Task<TestApp> StartAsync(params string[] settings) => TestApp.StartAsync(
        builder => builder.Services.AddSingleton(_received),
        [
            $"--DataStorage={azurite.ConnectionString}",
            "--TextQueue=texts",
            "--AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.2",
            .. settings,
        ],
        typeof(QueueFunctions));

    private QueueClient Queue(string name) => new(azurite.ConnectionString, name);

    private async Task SendAsync(string queue, string text)
    {
        await Queue(queue).CreateIfNotExistsAsync();
        await Queue(queue).SendMessageAsync(Encode(text));
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private int Count(string queue) => Queue(queue).GetProperties().Value.ApproximateMessagesCount;

    private Task<string> NextAsync() => Eventually.GetAsync(() => Task.FromResult(_received.TryDequeue(out var text) ? text : null));

    private Task<string> PoisonedAsync(string queue) => Eventually.GetAsync(async () =>
    {
        if (!await Queue(queue).ExistsAsync())
            return null;
        QueueMessage? message = (await Queue(queue).ReceiveMessageAsync()).Value;
        return message?.Body.ToString();
    });
}
