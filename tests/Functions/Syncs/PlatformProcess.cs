using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fixtures;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>The whole app in a process of its own, to be killed.</summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private readonly Process _process;

    private PlatformProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public bool IsRunning => !_process.HasExited;

    /// <param name="settings">As for <see cref="PlatformApp.StartAsync"/>, all of them.</param>
    public static async Task<PlatformProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "FunctionsPlatform.dll"));
        foreach (var (name, value) in settings)
            start.ArgumentList.Add($"--{name}={value}");
        start.ArgumentList.Add($"--Emulator:Port={port}");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var platform = new PlatformProcess(process, new Uri($"http://127.0.0.1:{port}"));
        await platform.ReadyAsync();
        return platform;
    }

    /// <summary>Ends the process as a failure of the machine would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync();
        _process.Dispose();
    }

    private async Task ReadyAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60) && IsRunning; await Task.Delay(50))
        {
            try
            {
                if ((await client.GetAsync(new Uri(Address, "/v1/health"))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException("The platform did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
