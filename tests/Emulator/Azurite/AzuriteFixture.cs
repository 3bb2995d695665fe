using Emulator.Azurite;

namespace Emulator.Tests.Azurite;

/// <summary>One Azurite for the tests of a class.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azurite-tests-");
    private AzuriteServer? _server;

    public string ConnectionString => _server!.ConnectionString;

    public async Task InitializeAsync() => _server = await AzuriteServer.StartAsync(_directory.FullName);

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
