using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Sql;

/// <summary>
/// The hostile statements run past the guard on a real database: what the guard might overlook changes no byte, reads no file, reaches no other server and
/// does not outlive its time limit. Those that a database alone cannot stop say why in their file, and the guard's own tests hold them.
/// </summary>
public abstract class HostileStatements(HostileTarget target)
{
    private const string Canary = "canary-7f3a";

    private static readonly ReadLimits Limits = new(TimeSpan.FromMilliseconds(400), 1_000);

    /// <summary>Beyond the limit: for connecting and cancelling on a machine that is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task None_changes_a_byte_reads_a_file_or_outlives_its_time_limit()
    {
        Skip.If(SkipReason is not null, SkipReason);
        var directory = Directory.CreateTempSubdirectory("hostile-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory.FullName, (UnixFileMode)0b111_111_111);
        var (canary, written) = (Path.Combine(directory.FullName, "canary.csv"), Path.Combine(directory.FullName, "written.csv"));
        await File.WriteAllTextAsync(canary, $"{Canary},{Canary}\n");
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var before = await target.FingerprintAsync();
        var violations = new List<string>();

        foreach (var (user, settings) in target.Users)
        {
            foreach (var hostile in SqlCorpus.Hostile(target.Connector.Dialect).Where(statement => statement.OnlyGuard is null))
            {
                var statement = hostile.On(canary, written, ((IPEndPoint)elsewhere.LocalEndpoint).Port);
                var wrong = await RunAsync(settings, statement.Sql);
                wrong ??= File.Exists(written) || Directory.Exists(written) ? "it wrote a file" : null;
                wrong ??= elsewhere.Pending() ? "it went to another server" : null;
                wrong ??= await target.FingerprintAsync() is var after && after == before ? null : $"it changed the database to\n{after}\nfrom\n{before}";
                if (wrong is not null)
                    violations.Add($"{user}: {statement.Sql}: {wrong}");
            }
        }

        directory.Delete(recursive: true);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
        await StopsAsync();
    }

    protected virtual string? SkipReason => null;

    private async Task<string?> RunAsync(ConnectionSettings settings, string sql)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var rows = await target.ReadAsync(settings, sql, Limits);
            if (rows.Exists(row => Array.Exists(row, IsCanary)))
                return "it read the canary file";
        }
        catch (ConnectorException failure)
        {
            if (failure.Message.Contains(Canary, StringComparison.Ordinal))
                return $"the error shows the canary file: {failure.Message}";
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            return $"the connector did not expect {failure.GetType().Name}: {failure.Message}";
        }

        return watch.Elapsed < Limits.Timeout + Patience ? null : $"it took {watch.Elapsed}";
    }

    private static bool IsCanary(object? value) =>
        (value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{value}").Contains(Canary, StringComparison.Ordinal);

    private async Task StopsAsync()
    {
        var watch = Stopwatch.StartNew();
        while (await target.RunningAsync() is > 0 and var running)
        {
            Assert.True(watch.Elapsed < Patience, $"{running} statements still run on the server.");
            await Task.Delay(50);
        }
    }
}
