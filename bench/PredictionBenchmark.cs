using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using FunctionsPlatform.Demo;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Bench;

/// <summary>
/// <c>POST /api/v1/models/{id}/predict</c> of one row of four numbers through the whole app, against the bare prediction engine of ML.NET with a model of the same
/// algorithm, both in this process, one caller and eight. The difference is HTTP, the middleware and JSON; the figures depend on the machine.
/// </summary>
internal static class PredictionBenchmark
{
    private const int Requests = 4_000;
    private const int Callers = 8;
    private const int Rows = 200;

    public static async Task RunAsync(TextWriter output)
    {
        await using var platform = await PlatformHost.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = platform.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", DemoWorkspace.DataForgeKey);
        using var bare = Engine();

        await output.WriteLineAsync("| predict one row | p50 ms | p95 ms | p99 ms | a second, one caller | a second, eight callers |");
        await output.WriteLineAsync("|---|---|---|---|---|---|");
        await output.WriteLineAsync(await LineAsync("POST predict", () => PostAsync(client)));
        await output.WriteLineAsync(await LineAsync("PredictionEngine", () =>
        {
            lock (bare) // An engine is not safe for threads.
                bare.Predict(new Row { Features = [1.2f, 3.4f, 5.6f, 7.8f] });
            return Task.CompletedTask;
        }));
        var batch = Stopwatch.StartNew();
        using var answer = await client.PostAsJsonAsync(Path, new { features = Enumerable.Repeat(new[] { 1.2, 3.4, 5.6, 7.8 }, 10_000) });
        answer.EnsureSuccessStatusCode();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"A batch of 10,000 rows: {batch.Elapsed.TotalMilliseconds:0} ms."));
    }

    private static string Path => $"/api/v1/models/{DemoPredictions.ModelAlias}/predict";

    private static async Task<string> LineAsync(string name, Func<Task> predict)
    {
        for (var warm = 0; warm < Requests / 4; warm++)
            await predict();
        var times = new double[Requests];
        var whole = Stopwatch.StartNew();
        for (var request = 0; request < Requests; request++)
        {
            var begun = Stopwatch.GetTimestamp();
            await predict();
            times[request] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        var one = Requests / whole.Elapsed.TotalSeconds;
        whole.Restart();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var request = 0; request < Requests / Callers; request++)
                await predict();
        })));
        var many = Requests / whole.Elapsed.TotalSeconds;
        Array.Sort(times);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {times[Requests / 2]:0.0000} | {times[Requests * 95 / 100]:0.0000} | {times[Requests * 99 / 100]:0.0000} | {one:0} | {many:0} |");
    }

    private static async Task PostAsync(HttpClient client)
    {
        using var body = new StringContent("""{"features": [1.2, 3.4, 5.6, 7.8]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(Path, body);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static PredictionEngine<Row, Score> Engine()
    {
        var (context, chance) = (new MLContext(1), new Random(1));
        var rows = Enumerable.Range(0, Rows).Select(_ =>
        {
            float[] features = [chance.NextSingle(), chance.NextSingle(), chance.NextSingle(), chance.NextSingle()];
            return new Row { Features = features, Label = features.Sum() };
        });
        var model = context.Regression.Trainers.Sdca().Fit(context.Data.LoadFromEnumerable(rows));
        return context.Model.CreatePredictionEngine<Row, Score>(model);
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Score
    {
        [ColumnName("Score")]
        public float Value { get; set; }
    }
}
