using Fixtures;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Tests.Platform;

/// <summary>Storage of its own for one test, over the shared Azurite.</summary>
internal static class TestStorage
{
    public static async Task<PlatformStorage> OpenAsync() => StorageConnection.Open(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DataStorage"] = await SharedAzurite.ConnectionStringAsync(),
            ["DataStorage:Prefix"] = SharedAzurite.NewPrefix(),
        })
        .Build());
}
