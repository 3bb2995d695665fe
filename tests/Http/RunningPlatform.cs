using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using Microsoft.Extensions.Configuration;

namespace Http.Tests;

/// <summary>A platform with demo data: the one at <c>PLATFORM_URL</c>, or one started for these tests.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    public const string AiForDatabaseKey = "afdb_test_demo_key";

    private readonly string _directory = Directory.CreateTempSubdirectory("http-tests-").FullName;
    private PlatformApp? _app;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The directory that connections name <c>demo:</c>. Of a platform elsewhere, <c>PLATFORM_DEMO_DIRECTORY</c> tells it.</summary>
    public string DemoDirectory { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var address = environment["PLATFORM_URL"];
        DemoDirectory = address is null ? _directory : environment["PLATFORM_DEMO_DIRECTORY"] ?? ".local/demo";
        if (address is null)
        {
            _app = await PlatformApp.StartAsync(new Dictionary<string, string> { ["Demo:Enabled"] = "true", ["Demo:Directory"] = _directory });
            address = _app.Address.ToString();
        }

        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    /// <summary>The token of the demo's client credentials.</summary>
    public async Task<string> ConnectyTokenAsync()
    {
        var response = await SendAsync(HttpMethod.Post, "/v1/auth/token", null, new { client_id = "demo-client", client_secret = "demo-secret" });
        return (await response.JsonAsync()).At("$.access_token")!;
    }

    public async Task<JsonNode> FinishedAsync(string path, string token)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var body = await (await SendAsync(HttpMethod.Get, path, token)).JsonAsync();
            if (body.At("$.state") is "COMPLETED" or "FAILED")
                return body;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{path} was not finished in two minutes.");
    }
}

[CollectionDefinition(nameof(RunningPlatform))]
public sealed class RunningPlatformTests : ICollectionFixture<RunningPlatform>;
