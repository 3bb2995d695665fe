using System.Text.Json;

namespace FunctionsPlatform.Translation.Embedded.Ranking;

/// <summary>
/// Weighs candidates against each other, and says how likely the best one is right: a linear score, of which a softmax over the candidates of a question was made as
/// likely as could be to choose a right one; and a logistic curve over how clearly the best one won, and over what it leaves unexplained.
/// </summary>
/// <param name="Weights">Of the features, by name.</param>
/// <param name="Clarity">Of the constant, the best one's share of the softmax, its score, and its lead over the next, for the chance that it is right.</param>
/// <param name="Doubts">Of the best one's features, by name, for the same chance.</param>
internal sealed record CandidateRanker(IReadOnlyDictionary<string, double> Weights, IReadOnlyList<double> Clarity, IReadOnlyDictionary<string, double> Doubts)
{
    public const int ClarityParts = 4;

    private const double LargestLead = 5;

    private readonly double[] _weights = InOrder(Weights);
    private readonly double[] _sureness = [.. Clarity, .. InOrder(Doubts)];

    /// <exception cref="InvalidDataException">The file is not one of a ranking.</exception>
    public static CandidateRanker Read(Stream stream) =>
        JsonSerializer.Deserialize<CandidateRanker>(stream, JsonSerializerOptions.Web) is { Weights.Count: > 0, Clarity.Count: ClarityParts, Doubts.Count: > 0 } ranker
            ? ranker : throw new InvalidDataException("The ranking has no weights.");

    public double Score(IReadOnlyList<double> features) => Dot(_weights, features);

    /// <summary>What the confidence is made of.</summary>
    /// <param name="scores">Of all candidates; the best one's first.</param>
    /// <param name="best">The best one's features.</param>
    public static double[] Signs(IReadOnlyList<double> scores, IReadOnlyList<double> best) =>
    [
        1,
        1 / scores.Sum(score => Math.Exp(score - scores[0])),
        scores[0],
        scores.Count > 1 ? Math.Min(LargestLead, scores[0] - scores.Skip(1).Max()) : LargestLead,
        .. best,
    ];

    /// <summary>0 to 1.</summary>
    /// <param name="scores">Of all candidates; the best one's first.</param>
    /// <param name="best">The best one's features.</param>
    public double ConfidenceOf(IReadOnlyList<double> scores, IReadOnlyList<double> best) => 1 / (1 + Math.Exp(-Dot(_sureness, Signs(scores, best))));

    private static double[] InOrder(IReadOnlyDictionary<string, double> named) => [.. CandidateFeatures.Names.Select(name => named.GetValueOrDefault(name))];

    private static double Dot(double[] weights, IReadOnlyList<double> values)
    {
        var sum = 0.0;
        for (var at = 0; at < weights.Length; at++)
        {
            sum += weights[at] * values[at];
        }

        return sum;
    }
}
