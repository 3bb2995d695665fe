using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using FunctionsPlatform.Translation.Embedded.Ranking;

namespace Bench.Training;

/// <summary>Learns how to choose among the candidates of a question, from those that networks found which had not seen the question's database.</summary>
/// <remarks>Arguments: the files that <c>candidates</c> wrote, one of each fold.</remarks>
internal static class RankingTraining
{
    private const int Rounds = 400;
    private const double Rate = 0.05;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private const double Decay = 3e-4;
    private const string Target = "functions/Translation/Embedded/Ranking/ranking.json";

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var folds = arguments.Select(file => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<Example>(line, JsonSerializerOptions.Web)!).ToList()).ToList();
        foreach (var wording in new[] { "plain", "synonyms" })
        {
            var (right, all) = (0, 0);
            for (var held = 0; held < folds.Count; held++)
            {
                var weights = Weights([.. folds.Where((_, at) => at != held).SelectMany(fold => fold)]);
                var asked = folds[held].Where(example => example.Wording == wording).ToList();
                right += asked.Count(example => example.Best(weights) is { Right: true });
                all += asked.Count;
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{wording}: {100.0 * right / all:F1}% of {all} right in folds not learned from"));
        }

        var examples = folds.SelectMany(fold => fold).ToList();
        var learned = Weights(examples);
        var sureness = Sureness(examples, learned);
        var ranker = new CandidateRanker(Named(learned), sureness[..CandidateRanker.ClarityParts], Named(sureness[CandidateRanker.ClarityParts..]));
        await File.WriteAllTextAsync(Target, JsonSerializer.Serialize(ranker, Indented) + "\n");
    }

    /// <summary>Maximises the likelihood that a softmax over the scores chooses a right candidate.</summary>
    private static double[] Weights(List<Example> examples)
    {
        var useful = examples.Where(example => example.Found.Any(candidate => candidate.Right) && !example.Found.All(candidate => candidate.Right)).ToList();
        return Minimise(CandidateFeatures.Names.Count, (weights, slopes) =>
        {
            foreach (var example in useful)
            {
                var scores = example.Scores(weights);
                var top = scores.Max();
                var chances = scores.Select(score => Math.Exp(score - top)).ToArray();
                var (all, right) = (chances.Sum(), chances.Where((_, at) => example.Found[at].Right).Sum());
                for (var at = 0; at < chances.Length; at++)
                {
                    var slope = (chances[at] / all - (example.Found[at].Right ? chances[at] / right : 0)) / useful.Count;
                    TensorPrimitives.MultiplyAdd<double>(example.Found[at].Features, slope, slopes, slopes);
                }
            }
        });
    }

    /// <summary>Of how clearly the best candidate wins, and of what it is like, the chance that it is right.</summary>
    private static double[] Sureness(List<Example> examples, double[] weights)
    {
        var wins = examples.Where(example => example.Found.Count > 0).Select(example =>
        {
            var scores = example.Scores(weights);
            var first = TensorPrimitives.IndexOfMax<double>(scores);
            var best = example.Found[first];
            return (Signs: CandidateRanker.Signs([scores[first], .. scores.Where((_, at) => at != first)], best.Features), best.Right);
        }).ToList();
        return [.. Minimise(CandidateRanker.ClarityParts + CandidateFeatures.Names.Count, (sureness, slopes) =>
        {
            foreach (var (signs, right) in wins)
            {
                var chance = 1 / (1 + Math.Exp(-TensorPrimitives.Dot<double>(signs, sureness)));
                TensorPrimitives.MultiplyAdd<double>(signs, (chance - (right ? 1 : 0)) / wins.Count, slopes, slopes);
            }
        }).Select(weight => Math.Round(weight, 4))];
    }

    private static Dictionary<string, double> Named(IEnumerable<double> weights) =>
        CandidateFeatures.Names.Zip(weights).ToDictionary(pair => pair.First, pair => Math.Round(pair.Second, 4));

    /// <summary>Adam over all examples at once. D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015.</summary>
    private static double[] Minimise(int count, Action<double[], double[]> addSlopes)
    {
        var (weights, mean, square) = (new double[count], new double[count], new double[count]);
        for (var round = 1; round <= Rounds; round++)
        {
            var slopes = weights.Select(weight => 2 * Decay * weight).ToArray();
            addSlopes(weights, slopes);
            for (var at = 0; at < count; at++)
            {
                mean[at] = 0.9 * mean[at] + 0.1 * slopes[at];
                square[at] = 0.999 * square[at] + 0.001 * slopes[at] * slopes[at];
                weights[at] -= Rate * (1 - (double)round / Rounds) * mean[at] / (1 - Math.Pow(0.9, round)) / (Math.Sqrt(square[at] / (1 - Math.Pow(0.999, round))) + 1e-8);
            }
        }

        return weights;
    }

    private sealed record Example(string Wording, IReadOnlyList<Option> Found)
    {
        public double[] Scores(double[] weights) => [.. Found.Select(candidate => TensorPrimitives.Dot<double>(candidate.Features, weights))];

        public Option? Best(double[] weights) => Found.Count == 0 ? null : Found[TensorPrimitives.IndexOfMax<double>(Scores(weights))];
    }

    private sealed record Option(double[] Features, bool Right);
}
