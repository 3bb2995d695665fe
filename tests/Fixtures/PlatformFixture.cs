using Xunit;

namespace Fixtures;

/// <summary>One running platform for the tests of a class or collection.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private PlatformApp? _app;

    public PlatformApp App => _app ?? throw new InvalidOperationException("The platform has not started.");

    public HttpClient Client => App.Client;

    public async Task InitializeAsync() => _app = await PlatformApp.StartAsync();

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
