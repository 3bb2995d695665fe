using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Webhooks;
using FunctionsPlatform.Webhooks.Deliveries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>The platform on a clock that can be put forward; it may connect to this machine.</summary>
public sealed class WebhookPlatform : IAsyncLifetime
{
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    public ShiftedClock Clock { get; } = new();

    public async Task InitializeAsync() => _app = await PlatformApp.StartAsync(
        new Dictionary<string, string> { ["Outgoing:AllowPrivateAddresses"] = "true", ["Webhooks:Timeout"] = "00:00:02" },
        services => services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(Clock));

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    public async Task<WebhookWorkspace> NewWorkspaceAsync(string role = Roles.Owner) => new(App, await App.NewWorkspaceAsync(role));

    /// <summary>Time passes, and what has fallen due is put into the queue.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await App.Services.GetRequiredService<DeliverySweep>().RunAsync(CancellationToken.None);
    }
}

/// <summary>A workspace as a client of the API sees it.</summary>
public sealed record WebhookWorkspace(PlatformApp App, TestWorkspace Workspace)
{
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var client = App.ClientOf(Workspace);
        using var request = new HttpRequestMessage(method, $"/api/v1/webhooks{path}") { Content = body is null ? null : JsonContent.Create(body) };
        return await client.SendAsync(request);
    }

    /// <summary>The body of an answer that must have this status.</summary>
    public async Task<JsonNode> BodyAsync(HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await SendAsync(method, path, body);
        var json = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {json.ToJsonString()}");
        return json;
    }

    public async Task<(string Id, string Secret)> NewWebhookAsync(string url, params string[] events)
    {
        var made = await BodyAsync(HttpMethod.Post, "", new { url, events }, HttpStatusCode.Created);
        return (made.At("$.id")!, made.At("$.secret")!);
    }

    public Task AnnounceAsync(WebhookEvent happened) =>
        App.Services.GetRequiredService<FunctionsPlatform.Webhooks.Webhooks>().AnnounceAsync(Workspace.Id, happened, CancellationToken.None);

    /// <summary>Something happens.</summary>
    public async Task<WebhookEvent> HappenAsync(string type = EventTypes.ReportGenerated)
    {
        var happened = new WebhookEvent(App.Services.GetRequiredService<Ids>().New(), type, App.Services.GetRequiredService<TimeProvider>().GetUtcNow(), new JsonObject { ["report_id"] = "r-1" });
        await AnnounceAsync(happened);
        return happened;
    }

    /// <summary>The newest delivery once it has so many attempts.</summary>
    public Task<JsonNode> DeliveryAsync(string webhook, int attempts) => Eventually.ValueAsync(async () =>
        (await BodyAsync(HttpMethod.Get, $"/{webhook}/deliveries"))["data"]!.AsArray().FirstOrDefault() is { } newest && newest["attempts"]!.AsArray().Count == attempts ? newest : null);

    public async Task<string?> StatusAsync(string webhook) => (await BodyAsync(HttpMethod.Get, $"/{webhook}")).At("$.status");
}

[CollectionDefinition(nameof(WebhookPlatform))]
public sealed class WebhookPlatformTests : ICollectionFixture<WebhookPlatform>;
