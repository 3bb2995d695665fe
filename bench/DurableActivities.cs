using System.Diagnostics;
using System.Globalization;
using Emulator.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bench;

/// <summary>Activities per second of the emulator's Durable engine, whose every step is committed to disk.</summary>
internal static class DurableActivities
{
    private const int FanOut = 1000;
    private const int Sequence = 200;
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("durable-bench-");
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IDurableFunctions, Functions>()
            .AddDurableEngine(new DurableEngineOptions(Path.Combine(folder.FullName, "durable.db")))
            .BuildServiceProvider();
        await using (services)
        {
            var engine = services.GetServices<IHostedService>().Single();
            await engine.StartAsync(CancellationToken.None);
            var client = services.GetRequiredService<DurableTaskClient>();
            await MeasureAsync(client, nameof(FanOut), 10);
            await MeasureAsync(client, nameof(Sequence), 10);

            await ReportAsync(output, client, nameof(FanOut), FanOut);
            await ReportAsync(output, client, nameof(Sequence), Sequence);
            await engine.StopAsync(CancellationToken.None);
        }

        folder.Delete(recursive: true);
    }

    private static async Task ReportAsync(TextWriter output, DurableTaskClient client, string orchestrator, int activities)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
            times.Add(await MeasureAsync(client, orchestrator, activities));
        var median = times.Order().ElementAt(Rounds / 2);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{orchestrator,-10} {activities,5} activities: {activities / median.TotalSeconds,8:N0} per second, {median.TotalMilliseconds / activities:N2} ms each"));
    }

    private static async Task<TimeSpan> MeasureAsync(DurableTaskClient client, string orchestrator, int activities)
    {
        var started = Stopwatch.GetTimestamp();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, activities);
        var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return end.ReadOutputAs<int>() == activities ? elapsed : throw new InvalidOperationException($"{orchestrator}: {end.SerializedOutput}");
    }

    private sealed class Functions : IDurableFunctions
    {
        public bool HasOrchestrator(string name) => name is nameof(FanOut) or nameof(Sequence);

        public bool HasActivity(string name) => name == "One";

        public async Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context)
        {
            var count = context.GetInput<int>();
            if (name == nameof(FanOut))
                return (await Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("One", i)))).Sum();

            var sum = 0;
            for (var i = 0; i < count; i++)
                sum += await context.CallActivityAsync<int>("One", i);
            return sum;
        }

        public Task<object?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken cancellationToken) =>
            Task.FromResult<object?>(1);
    }
}
