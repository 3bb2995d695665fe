using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Emulator.Tests.Durable;

public sealed class ReplayTests : DurableTest
{
    [Fact]
    public async Task Ids_repeat_themselves_on_replay_and_differ_from_each_other()
    {
        var seen = new List<(Guid, Guid)>();
        Functions
            .Orchestrator("Ids", async context =>
            {
                seen.Add((context.NewGuid(), context.NewGuid()));
                await context.CallActivityAsync("Nothing");
                return null;
            })
            .Activity<object?>("Nothing", _ => null);
        await using var host = await StartAsync();

        await host.RunAsync("Ids");
        await host.RunAsync("Ids");

        Assert.Equal(4, seen.Count);
        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0].Item1, seen[0].Item2);
        Assert.NotEqual(seen[0], seen[2]);
        Assert.Equal(5, seen[0].Item1.Version);
    }

    [Fact]
    public async Task A_replay_safe_logger_writes_each_line_once()
    {
        using var logs = new Lines();
        Functions
            .Orchestrator("Log", async context =>
            {
                var logger = context.CreateReplaySafeLogger("Orchestrator");
                logger.LogInformation("one");
                await context.CallActivityAsync("Nothing");
                logger.LogInformation("two");
                await context.CallActivityAsync("Nothing");
                logger.LogInformation("three");
                return null;
            })
            .Activity<object?>("Nothing", _ => null);
        await using var host = await StartAsync(logs: logs);

        await host.RunAsync("Log");

        Assert.Equal(["one", "two", "three"], logs.Written.Where(line => line.Category == "Orchestrator").Select(line => line.Text));
    }

    [Fact]
    public async Task A_short_execution_is_replayed_and_a_long_one_is_not_replayed_for_each_event()
    {
        var starts = new ConcurrentDictionary<string, int>();
        Functions
            .Orchestrator("Count", async context =>
            {
                starts.AddOrUpdate(context.InstanceId, 1, (_, n) => n + 1);
                for (var i = 0; i < context.GetInput<int>(); i++)
                    await context.CallActivityAsync("Nothing");
                return null;
            })
            .Activity<object?>("Nothing", _ => null);
        await using var host = await StartAsync();

        await host.RunAsync("Count", 5, "short");
        await host.RunAsync("Count", 200, "long");

        Assert.Equal(6, starts["short"]);
        Assert.InRange(starts["long"], 10, 60);
    }

    private sealed class Lines : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, string Text)> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(Lines lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Written.Enqueue((category, formatter(state, exception)));
        }
    }
}
