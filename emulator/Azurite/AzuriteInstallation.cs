using System.ComponentModel;
using System.Diagnostics;
using System.IO.Hashing;

namespace Emulator.Azurite;

/// <summary>The pinned Azurite as npm installs it: once for a user and lock file, because it takes hundreds of megabytes.</summary>
internal static class AzuriteInstallation
{
    private const int LeastNode = 20;
    private const string Alternatives =
        "Install it from https://nodejs.org, or start a storage emulator on ports 10000 to 10002 and set Emulator__AzuriteEnabled=false.";

    private static string Package => Path.Combine(AppContext.BaseDirectory, "Azurite");

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Installs Azurite unless that has been done, and returns the script that starts it.</summary>
    /// <exception cref="InvalidOperationException">Node.js or npm is missing or too old, or the installation failed.</exception>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        await RequireNodeAsync(cancellationToken);
        var directory = await DirectoryAsync(cancellationToken);
        var complete = Path.Combine(directory, "complete");
        if (!File.Exists(complete))
        {
            Directory.CreateDirectory(directory);
            await using var exclusive = await LockAsync(Path.Combine(directory, "lock"), cancellationToken);
            if (!File.Exists(complete))
            {
                await InstallAsync(directory, cancellationToken);
                await File.WriteAllTextAsync(complete, "", cancellationToken);
            }
        }

        return Path.Combine(directory, "node_modules", "azurite", "dist", "src", "azurite.js");
    }

    private static async Task RequireNodeAsync(CancellationToken cancellationToken)
    {
        var version = (await RunAsync("node", ["--version"], cancellationToken)).Trim();
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < LeastNode)
            throw new InvalidOperationException($"Azurite needs Node.js {LeastNode} or later, but this is {version}. {Alternatives}");
    }

    private static async Task<string> DirectoryAsync(CancellationToken cancellationToken)
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Package, "package-lock.json"), cancellationToken);
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var parent = cache.Length > 0 ? cache : Path.GetTempPath();
        return Path.Combine(parent, "functions-emulator", $"azurite-{XxHash64.HashToUInt64(lockFile):x16}");
    }

    private static async Task InstallAsync(string directory, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(Package, name), Path.Combine(directory, name), overwrite: true);
        await RunAsync(Npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", directory], cancellationToken);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Azurite cannot be installed: '{program} {arguments[0]}' says: {(await error).Trim()}");
        return await output;
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"Azurite needs Node.js {LeastNode} or later, but there is no '{program}'. {Alternatives}");
        }
    }

    /// <summary>Waits until no other process installs.</summary>
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
