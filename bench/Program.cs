using Bench;
using Bench.Training;

var benchmarks = new Dictionary<string, Func<string[], TextWriter, Task>>
{
    ["access"] = (_, output) => AccessBenchmark.RunAsync(output),
    ["health"] = (_, output) => HealthBenchmark.RunAsync(output),
    ["http"] = (_, output) => HttpDestinationBenchmark.RunAsync(output),
    ["network"] = NetworkBenchmark.RunAsync,
    ["predictions"] = (_, output) => PredictionBenchmark.RunAsync(output),
    ["questions"] = (_, output) => QuestionBenchmark.RunAsync(output),
    ["datasets"] = DatasetBenchmark.RunAsync,
    ["dialects"] = DialectParity.RunAsync,
    ["durable"] = (_, output) => DurableActivities.RunAsync(output),
    ["snapshots"] = SnapshotBenchmark.RunAsync,
    ["syncs"] = SyncBenchmark.RunAsync,
    ["translator"] = TranslatorAccuracy.RunAsync,
    ["training-data"] = TrainingData.RunAsync,
    ["ranking"] = RankingTraining.RunAsync,
    ["candidates"] = CandidateData.RunAsync,
    ["vocabulary"] = Vocabulary.RunAsync,
};

if (args is not [var name, .. var rest] || !benchmarks.TryGetValue(name, out var run))
{
    await Console.Error.WriteLineAsync($"usage: dotnet run --project bench -c Release -- {string.Join('|', benchmarks.Keys)} [options]");
    return 2;
}

await run(rest, Console.Out);
return 0;
