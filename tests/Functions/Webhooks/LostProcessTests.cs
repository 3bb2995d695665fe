using Fixtures;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks.Deliveries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>Deliveries outlive the process that made them or was making them.</summary>
public sealed class LostProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webhooks-").FullName;
    private readonly ShiftedClock _clock = new();
    private readonly string _prefix = SharedAzurite.NewPrefix();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_delivery_whose_process_ended_in_the_middle_is_made_by_the_next()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        receiver.Faults.Enqueue(_ => ApiReply.Json("{}") with { Delay = TimeSpan.FromSeconds(20) });
        string id;
        WebhookWorkspace workspace;
        await using (var first = await StartAsync("one"))
        {
            workspace = new WebhookWorkspace(first, await first.NewWorkspaceAsync());
            (id, _) = await workspace.NewWebhookAsync(receiver.Url);
            await workspace.HappenAsync();
            await Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.IsEmpty ? null : "called"));
        }

        // Its message is lost with it, as where a queue was emptied.
        await using var second = await StartAsync("two");
        workspace = workspace with { App = second };
        _clock.Advance(TimeSpan.FromMinutes(3));
        await second.Services.GetRequiredService<DeliverySweep>().RunAsync(CancellationToken.None);
        var delivery = await workspace.DeliveryAsync(id, 1);

        Assert.Equal("delivered", delivery.At("$.status"));
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => (call.Header("webhook-id"), call.Body)).Distinct());
    }

    [Fact]
    public async Task A_delivery_that_never_came_into_the_queue_is_made_all_the_same()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        string id;
        WebhookWorkspace workspace;
        // Nobody ever reads this queue: what is in it is as good as never sent.
        await using (var first = await StartAsync("one", ("AzureWebJobs.Webhooks_OnDelivery.Disabled", "true")))
        {
            workspace = new WebhookWorkspace(first, await first.NewWorkspaceAsync());
            (id, _) = await workspace.NewWebhookAsync(receiver.Url);
            await workspace.HappenAsync();
        }

        await using var second = await StartAsync("two");
        workspace = workspace with { App = second };
        _clock.Advance(TimeSpan.FromMinutes(3));
        await second.Services.GetRequiredService<DeliverySweep>().RunAsync(CancellationToken.None);

        Assert.Equal("delivered", (await workspace.DeliveryAsync(id, 1)).At("$.status"));
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_delays_a_delivery_and_is_not_held_against_the_receiver()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        string id;
        WebhookWorkspace workspace;
        await using (var first = await StartAsync("one", ("AzureWebJobs.Webhooks_OnDelivery.Disabled", "true")))
        {
            workspace = new WebhookWorkspace(first, await first.NewWorkspaceAsync());
            (id, _) = await workspace.NewWebhookAsync(receiver.Url);
            await workspace.HappenAsync();
        }

        await using (var second = await StartAsync("two", ("Secrets:KeyFile", Path.Combine(_directory, "other.key"))))
        {
            workspace = workspace with { App = second };
            _clock.Advance(TimeSpan.FromMinutes(3));
            await second.Services.GetRequiredService<DeliverySweep>().RunAsync(CancellationToken.None);
            var delayed = await workspace.DeliveryAsync(id, 1);
            var webhook = await workspace.BodyAsync(HttpMethod.Get, $"/{id}");

            Assert.Equal(("pending", "It could not be sent: the platform failed, not the receiver."), (delayed.At("$.status"), delayed.At("$.attempts[0].error")));
            Assert.Equal("active", webhook.At("$.status"));
            Assert.Empty(receiver.Calls);
        }

        await using var third = await StartAsync("three");
        workspace = workspace with { App = third };
        _clock.Advance(TimeSpan.FromMinutes(3));
        await third.Services.GetRequiredService<DeliverySweep>().RunAsync(CancellationToken.None);

        Assert.Equal("delivered", (await workspace.DeliveryAsync(id, 2)).At("$.status"));
    }

    private Task<PlatformApp> StartAsync(string queue, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Emulator:DataDirectory"] = _directory,
            ["Secrets:KeyFile"] = Path.Combine(_directory, "secrets.key"),
            ["DataStorage:Prefix"] = _prefix,
            ["WebhookQueue"] = $"{_prefix}-{queue}",
            ["Outgoing:AllowPrivateAddresses"] = "true",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return PlatformApp.StartAsync(all, services => services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(_clock));
    }
}
