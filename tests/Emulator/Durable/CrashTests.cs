using System.Diagnostics;
using Emulator.Durable;

namespace Emulator.Tests.Durable;

public sealed class CrashTests : DurableTest
{
    /// <summary>What a process that SIGKILL ended leaves as its exit code.</summary>
    private const int Killed = 128 + 9;

    [Fact]
    public async Task Whichever_commit_is_the_last_a_restart_finishes_the_orchestration()
    {
        for (var commits = 1; ; commits++)
        {
            var options = Options with { DatabasePath = $"{Options.DatabasePath}-{commits}" };

            var crashed = await RunUntilAsync(options, commits);
            await using var host = await DurableHost.StartAsync(CrashScenario.Functions(TimeSpan.Zero), options);
            await CrashScenario.ScheduleAsync(host);

            Assert.Equal($"{commits}: ok", $"{commits}: {await CrashScenario.ResultAsync(host)}");
            if (!crashed)
                break;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_often_the_engine_stops_the_orchestration_gets_to_its_end(int seed)
    {
        var random = new Random(seed);

        while (await RunUntilAsync(Options, random.Next(1, 20)))
        {
        }

        await using var host = await DurableHost.StartAsync(CrashScenario.Functions(TimeSpan.Zero), Options);
        Assert.Equal("ok", await CrashScenario.ResultAsync(host));
    }

    [Fact]
    public async Task A_killed_process_is_taken_up_where_it_was()
    {
        var kills = 0;
        var patience = TimeSpan.Zero;

        // Each run may last a little longer than the one before, so that even a slow machine gets to the end.
        while (await RunChildAsync(killAfter: patience * Random.Shared.NextDouble()) is null)
            patience = TimeSpan.FromMilliseconds(40 + (20 * ++kills));

        Assert.NotEqual(0, kills);
        Assert.Equal("ok", await RunChildAsync(killAfter: null));
    }

    [Fact]
    public async Task Two_engines_cannot_share_a_database()
    {
        await using var host = await StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        Assert.Contains("is in use by another process", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs the scenario and stops the engine at the given commit, which does not happen. False when it ended before.</summary>
    private static async Task<bool> RunUntilAsync(DurableEngineOptions options, int commit)
    {
        var crashed = new TaskCompletionSource();
        var commits = 0;
        await using var host = await DurableHost.StartAsync(CrashScenario.Functions(TimeSpan.Zero), options with
        {
            MaxCommitBatch = 1,
            BeforeCommit = () =>
            {
                // The start of the engine only reads.
                if (++commits <= commit)
                    return;
                crashed.TrySetResult();
                throw new IOException("Power cut");
            },
        });
        var run = RunAsync();
        return await Task.WhenAny(crashed.Task, run) == crashed.Task;

        async Task RunAsync()
        {
            await CrashScenario.ScheduleAsync(host);
            await CrashScenario.ResultAsync(host);
        }
    }

    /// <summary>Runs the scenario in a process of its own and returns its verdict, or null when it was killed first.</summary>
    private async Task<string?> RunChildAsync(TimeSpan? killAfter)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(output.Parent!.Parent!.FullName, "CrashChild", output.Name, "CrashChild.dll");
        using var child = Process.Start(new ProcessStartInfo("dotnet", [program, Options.DatabasePath]) { RedirectStandardOutput = true })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal("started", await child.StandardOutput.ReadLineAsync(deadline.Token));
        if (killAfter is { } delay)
        {
            await Task.Delay(delay);
            child.Kill();
        }

        var verdict = await child.StandardOutput.ReadLineAsync(deadline.Token);
        await child.WaitForExitAsync(deadline.Token);
        if (verdict is null)
            Assert.Equal(Killed, child.ExitCode);
        return verdict;
    }
}
