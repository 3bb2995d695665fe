using System.Diagnostics;

namespace Emulator.Azurite;

/// <summary>
/// A running Azurite of its own process. Disposing it stops it with SIGTERM, so that it writes its data to disk; it also stops by itself
/// when this process dies. One process at a time has a data directory: it keeps all in memory and would write over what another wrote.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string Program = "node";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Task<string> _output;

    private AzuriteServer(Process process, AzuritePorts ports)
    {
        _process = process;
        _output = ReadOutputAsync(process);
        Ports = ports;
    }

    public AzuritePorts Ports { get; }

    public string ConnectionString => Ports.ConnectionString;

    /// <summary>Starts Azurite, installing it first if need be, and waits until it answers.</summary>
    /// <param name="directory">Where it keeps its data.</param>
    /// <param name="ports">Default: three free ones.</param>
    /// <exception cref="InvalidOperationException">Azurite did not start; the message says what it lacks.</exception>
    public static async Task<AzuriteServer> StartAsync(
        string directory, AzuritePorts? ports = null, CancellationToken cancellationToken = default)
    {
        ports ??= AzuritePorts.Free();
        await WaitForFormerAsync(directory, cancellationToken);
        if (await ports.AreListeningAsync(cancellationToken))
            throw new InvalidOperationException($"Azurite cannot start: something listens on {ports} already.");
        var script = await AzuriteInstallation.EnsureAsync(cancellationToken);
        Directory.CreateDirectory(directory);
        var server = Launch(script, directory, ports);
        try
        {
            await server.WaitUntilListeningAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Waits for the Azurite of an app that died to write the directory's data and leave.</summary>
    internal static async Task WaitForFormerAsync(string directory, CancellationToken cancellationToken)
    {
        var record = ProcessRecord(directory);
        if (!File.Exists(record) || !int.TryParse(await File.ReadAllTextAsync(record, cancellationToken), out var id))
            return;
        try
        {
            using var former = Process.GetProcessById(id);
            if (former.ProcessName == Program)
                await former.WaitForExitAsync(cancellationToken).WaitAsync(StopLimit, cancellationToken);
        }
        catch (Exception over) when (over is ArgumentException or InvalidOperationException or TimeoutException)
        {
            // It has left, or an app that lives uses it.
        }
    }

    private static string ProcessRecord(string directory) => Path.Combine(directory, "process");

    private static AzuriteServer Launch(string script, string directory, AzuritePorts ports)
    {
        string[] arguments =
        [
            "--require", Path.Combine(AppContext.BaseDirectory, "Azurite", "stop-with-parent.js"), script,
            "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", Path.GetFullPath(directory),
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}",
        ];
        var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        File.WriteAllText(ProcessRecord(directory), $"{process.Id}");
        return new AzuriteServer(process, ports);
    }

    private static async Task<string> ReadOutputAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        return $"{await output}{await error}".Trim();
    }

    private async Task WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"Azurite ended at once: {await _output}");
            if (await Ports.AreListeningAsync(cancellationToken))
                return;
            if (Stopwatch.GetElapsedTime(started) > StartLimit)
                throw new InvalidOperationException($"Azurite did not listen on {Ports} within {StartLimit.TotalSeconds} seconds.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }
}
