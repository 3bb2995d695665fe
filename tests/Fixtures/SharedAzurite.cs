using System.Security.Cryptography;
using Emulator.Azurite;

namespace Fixtures;

/// <summary>One Azurite for all tests of a process. It ends with the process; each test keeps apart by a storage prefix of its own.</summary>
public static class SharedAzurite
{
    private static readonly Lazy<Task<AzuriteServer>> Server = new(() => AzuriteServer.StartAsync(
        Directory.CreateTempSubdirectory("azurite-").FullName));

    public static async Task<string> ConnectionStringAsync() => (await Server.Value).ConnectionString;

    /// <summary>For the setting <c>DataStorage:Prefix</c>.</summary>
    public static string NewPrefix() => "t" + RandomNumberGenerator.GetHexString(12, lowercase: true);
}
