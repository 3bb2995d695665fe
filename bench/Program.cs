using Bench;

var benchmarks = new Dictionary<string, Func<string[], TextWriter, Task>>
{
    ["health"] = (_, output) => HealthBenchmark.RunAsync(output),
    ["questions"] = (_, output) => QuestionBenchmark.RunAsync(output),
    ["durable"] = (_, output) => DurableActivities.RunAsync(output),
    ["translator"] = TranslatorAccuracy.RunAsync,
};

if (args is not [var name, .. var rest] || !benchmarks.TryGetValue(name, out var run))
{
    await Console.Error.WriteLineAsync($"usage: dotnet run --project bench -c Release -- {string.Join('|', benchmarks.Keys)} [options]");
    return 2;
}

await run(rest, Console.Out);
return 0;
