using System.Net;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Platform;

public sealed class OutgoingHttpTests : IAsyncLifetime
{
    private readonly WebApplication _server = Server();
    private int _requests;

    public async Task InitializeAsync()
    {
        _server.MapGet("/", () => $"request {Interlocked.Increment(ref _requests)}");
        _server.MapGet("/redirect", (string to) => Results.Redirect(to));
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private int Port => new Uri(_server.Urls.Single()).Port;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("127.0.0.1.")]
    public async Task A_request_to_ourselves_never_arrives(string host)
    {
        using var client = Client(allowPrivate: false);
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"http://{host}:{Port}/")));
        Assert.IsType<AddressRefusedException>(failure.InnerException);
        Assert.Equal(0, _requests);
    }

    [Fact]
    public async Task The_setting_for_local_development_lets_it_arrive()
    {
        using var client = Client(allowPrivate: true);
        Assert.Equal("request 1", await client.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/")));
    }

    [Fact]
    public async Task A_redirect_to_the_metadata_service_is_not_followed()
    {
        using var client = Client(allowPrivate: true);
        var redirect = new Uri($"http://127.0.0.1:{Port}/redirect?to=http://169.254.169.254/metadata");
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(redirect));
        Assert.Equal("address_refused", Assert.IsType<AddressRefusedException>(failure.InnerException).Error.Code);
    }

    [Fact]
    public async Task A_name_that_turns_private_between_two_look_ups_is_refused_at_the_second()
    {
        var lookups = 0;
        var policy = new AddressPolicy(
            Options.Create(new OutgoingOptions()),
            (_, _) => Task.FromResult<IPAddress[]>([lookups++ == 0 ? IPAddress.Parse("8.8.8.8") : IPAddress.Loopback]));
        Assert.Equal([IPAddress.Parse("8.8.8.8")], (await policy.ResolveAsync("rebinding.example", CancellationToken.None)).Value);

        using var client = new HttpClient(OutgoingHttp.Handler(policy));
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"http://rebinding.example:{Port}/")));

        Assert.IsType<AddressRefusedException>(failure.InnerException);
        Assert.Equal((2, 0), (lookups, _requests));
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_checked()
    {
        var policy = new AddressPolicy(
            Options.Create(new OutgoingOptions { AllowPrivateAddresses = true }), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        using var client = new HttpClient(OutgoingHttp.Handler(policy));
        Assert.Equal("request 1", await client.GetStringAsync(new Uri($"http://anything.example:{Port}/")));
    }

    private static HttpClient Client(bool allowPrivate)
    {
        var settings = new Dictionary<string, string?> { ["Outgoing:AllowPrivateAddresses"] = $"{allowPrivate}" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddOutgoingHttp().BuildServiceProvider()
            .GetRequiredService<IHttpClientFactory>().CreateClient(OutgoingHttp.ClientName);
    }

    private static WebApplication Server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
