using System.Diagnostics;
using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace Bench;

/// <summary>A parser network on one core: a question over a schema, a hundred positions in all, and a search for its plan. What the positions are is random,
/// which makes no difference to the time.</summary>
internal static class NetworkBenchmark
{
    private const int Positions = 100;
    private const int Beams = 4;
    private const int Steps = 25;
    private const int Rounds = 300;
    private const int WordWidth = 100;
    private const int Words = 1000;

    /// <param name="arguments">The weights file.</param>
    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not [var path])
            throw new ArgumentException("The network's weights are missing: network FILE.safetensors", nameof(arguments));
        await using var weights = File.OpenRead(path);
        var network = ParserNetwork.Load(weights, Vectors());
        var input = Input(network.Shape);
        var moves = Enumerable.Range(0, Beams).Select(beam => (Parent: beam, Symbol: beam + 2)).ToArray();
        var forks = moves.Select(move => (0, move.Symbol)).ToArray();
        var plan = Enumerable.Repeat(2, Steps).ToArray();

        var encode = await MeasureAsync(() => network.Encode(input).Dispose());
        using var encoding = network.Encode(input);
        var search = await MeasureAsync(() =>
        {
            using var beams = network.Start(encoding);
            for (var step = 1; step < Steps; step++)
                beams.Advance(step == 1 ? forks : moves);
        });
        var score = await MeasureAsync(() => network.Score(encoding, plan));

        await output.WriteLineAsync($"{Positions} positions encoded: {encode}");
        await output.WriteLineAsync($"{Beams} beams of {Steps} symbols: {search}");
        await output.WriteLineAsync($"one plan of {Steps} symbols scored: {score}");
        foreach (var rows in new[] { Positions, Beams })
            await output.WriteLineAsync($"products of {rows} rows: {await ProductAsync(network.Shape, rows)} GFLOP/s");
    }

    private static WordVectors Vectors()
    {
        var chance = new Random(1);
        using var file = new MemoryStream();
        WordVectors.Write(
            file, [.. Enumerable.Range(0, Words).Select(word => $"word{word}")], WordWidth, [.. Enumerable.Range(0, Words * WordWidth).Select(_ => chance.NextSingle() - 0.5f)]);
        file.Position = 0;
        return WordVectors.Read(file);
    }

    private static NetworkInput Input(NetworkShape shape)
    {
        var chance = new Random(1);
        return new NetworkInput(
            15, 10, 65, 10, Ids(Words), Ids(shape.Tags),
            [.. Enumerable.Range(0, Positions * Positions).Select(_ => (byte)(chance.Next(4) == 0 ? chance.Next(shape.Relations) : 0))],
            [.. Enumerable.Range(0, Positions * Positions).Select(_ => (byte)chance.Next(byte.MaxValue))]);

        int[][] Ids(int count) => [.. Enumerable.Range(0, Positions).Select(_ => new[] { chance.Next(count), chance.Next(count) })];
    }

    /// <summary>Billions of operations a second with the wider matrix of a layer.</summary>
    private static async Task<int> ProductAsync(NetworkShape shape, int rows)
    {
        var (left, right, result) = (new float[rows * shape.Width], new float[shape.FeedForward * shape.Width], new float[rows * shape.FeedForward]);
        var times = await MeasureAsync(() => MatrixProduct.Add(
            new Matrix(left, rows, shape.Width), Panels.OfPacked<float>(right, shape.Width), new Matrix(result, rows, shape.FeedForward)));
        return (int)(2e-6 * rows * shape.Width * shape.FeedForward / times.Least);
    }

    private static async Task<Times> MeasureAsync(Action work)
    {
        for (var round = 0; round < Rounds; round++)
            work();
        // By then the compiler has seen what is worth optimising.
        await Task.Delay(TimeSpan.FromSeconds(1));
        var times = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            times[round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return new Times(times[Rounds / 2], times[0]);
    }

    private sealed record Times(double Median, double Least)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:F2} ms, at best {Least:F2} ms");
    }
}
