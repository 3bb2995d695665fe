using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fixtures.Servers;

/// <summary>A database server as a child of the test process, with a directory of its own. Both are gone soon after this process is, however it ends.</summary>
internal static class ServerProcess
{
    /// <summary>Number of the user and group nobody: servers refuse to run as root.</summary>
    private const string Nobody = "65534";

    // The pipe of standard input closes when this process ends, were it by kill -9.
    private const string UntilParentEnds = "directory=$1; signal=$2; shift 2; \"$@\" >\"$directory/log\" 2>&1 & read -r _; kill -s \"$signal\" $!; wait $!; rm -rf \"$directory\"";

    /// <summary>An empty directory that the server's user owns.</summary>
    public static async Task<string> CreateDirectoryAsync(string name)
    {
        var directory = Directory.CreateTempSubdirectory($"{name}-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", [$"{Nobody}:{Nobody}", directory]);
        return directory;
    }

    /// <summary>Runs a program to its end as the server's user.</summary>
    public static Task RunAsServerAsync(params string[] command) => RunAsync("/usr/bin/env", AsServer(command));

    /// <summary>Starts a server and returns its log file.</summary>
    public static void Start(string directory, string stopSignal, params string[] command)
    {
        var start = new ProcessStartInfo("/usr/bin/env", AsServer(["sh", "-c", UntilParentEnds, "sh", directory, stopSignal, .. command]))
        {
            RedirectStandardInput = true,
            WorkingDirectory = directory,
        };
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.StandardInput.Close();
            process.WaitForExit(TimeSpan.FromSeconds(10));
        };
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Tries until the server answers.</summary>
    public static async Task ReadyAsync(string directory, Func<Task> connect)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                await connect();
                return;
            }
            catch (Exception exception) when (exception is not InvalidOperationException)
            {
                if (watch.Elapsed > TimeSpan.FromSeconds(120))
                    throw new InvalidOperationException($"The server in {directory} does not answer: {await File.ReadAllTextAsync(Path.Combine(directory, "log"))}", exception);
                await Task.Delay(50);
            }
        }
    }

    public static async Task RunAsync(string program, string[] arguments, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = workingDirectory ?? "" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed: {await error}{await output}");
    }

    private static string[] AsServer(string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", .. command] : command;
}
