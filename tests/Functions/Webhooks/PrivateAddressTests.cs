using System.Net;
using Fixtures;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Tests.Connectors.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>A deployment that connects to public addresses alone, and a name that comes to lead elsewhere.</summary>
public sealed class PrivateAddressTests
{
    [Fact]
    public async Task Nothing_is_sent_to_a_private_address_whenever_its_name_leads_there()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var leads = IPAddress.Parse("93.184.215.14");
        await using var app = await PlatformApp.StartAsync(new Dictionary<string, string> { ["Outgoing:AllowPrivateAddresses"] = "false" }, services => services.RemoveAll<AddressPolicy>()
            .AddSingleton(provider => new AddressPolicy(provider.GetRequiredService<IOptions<OutgoingOptions>>(), (_, _) => Task.FromResult<IPAddress[]>([leads]))));
        var workspace = new WebhookWorkspace(app, await app.NewWorkspaceAsync());
        var port = new Uri(receiver.Url).Port;

        foreach (var url in new[] { "http://hooks.example.com/", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://169.254.169.254/" })
            await workspace.BodyAsync(HttpMethod.Post, "", new { url }, HttpStatusCode.UnprocessableEntity);
        var (id, _) = await workspace.NewWebhookAsync($"https://hooks.example.com:{port}/");
        foreach (var address in new[] { "127.0.0.1", "10.0.0.8", "169.254.169.254", "::ffff:127.0.0.1" })
        {
            leads = IPAddress.Parse(address);
            var delivery = await workspace.BodyAsync(HttpMethod.Post, $"/{id}/test");
            Assert.Equal("failed", delivery.At("$.status"));
            Assert.Contains("does not connect to", delivery.At("$.attempts[0].error"), StringComparison.Ordinal);
        }

        Assert.Empty(receiver.Calls);
    }
}
