using Microsoft.Extensions.Configuration;
using Xunit;

namespace Fixtures;

/// <summary>
/// The platform seen from outside: the one at the address in <c>PLATFORM_URL</c>, which must hold the demo data, or else one started here.
/// </summary>
public sealed class PlatformUnderTest : IAsyncLifetime, IDisposable
{
    private PlatformApp? _app;
    private HttpClient? _client;

    public HttpClient Client => _client ?? throw new InvalidOperationException("The platform has not started.");

    public async Task InitializeAsync()
    {
        var address = new ConfigurationBuilder().AddEnvironmentVariables().Build()["PLATFORM_URL"];
        if (address is not { Length: > 0 })
            _app = await PlatformApp.StartAsync(new Dictionary<string, string> { ["Demo:Enabled"] = "true" });
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _app?.Address ?? new Uri(address!) };
    }

    public void Dispose() => _client?.Dispose();

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
