namespace FunctionsPlatform.Predictions;

/// <summary>How well predictions fit what is known to be true.</summary>
internal static class Metrics
{
    private const double LeastProbability = 1e-15;

    /// <param name="scores">Of each row the probability of each class.</param>
    public static Dictionary<string, double> OfClasses(IReadOnlyList<int> labels, IReadOnlyList<float[]> scores, int classes)
    {
        int[] predicted = [.. scores.Select(Best)];
        var right = labels.Zip(predicted).Count(pair => pair.First == pair.Second);
        return new Dictionary<string, double>
        {
            ["accuracy"] = (double)right / labels.Count,
            ["macro_f1"] = Enumerable.Range(0, classes).Average(one => F1(one, labels, predicted)),
            ["log_loss"] = -labels.Zip(scores).Average(pair => Math.Log(Math.Clamp(pair.Second[pair.First], LeastProbability, 1))),
            ["auc"] = classes == 2 ? Auc(labels, scores, 1) : Enumerable.Range(0, classes).Average(one => Auc(labels, scores, one)),
        };
    }

    public static Dictionary<string, double> OfNumbers(IReadOnlyList<double> truths, IReadOnlyList<double> predicted)
    {
        var mean = truths.Average();
        var spread = truths.Sum(truth => (truth - mean) * (truth - mean));
        var squares = truths.Zip(predicted).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
        return new Dictionary<string, double>
        {
            ["rmse"] = Math.Sqrt(squares / truths.Count),
            ["mae"] = truths.Zip(predicted).Average(pair => Math.Abs(pair.First - pair.Second)),
            ["r_squared"] = spread > 0 ? 1 - (squares / spread) : 0,
        };
    }

    /// <param name="scale">The mean absolute error of repeating the last season, by which errors of different series compare.</param>
    public static Dictionary<string, double> OfForecast(IReadOnlyList<double> truths, IReadOnlyList<(double Value, double Lower, double Upper)> forecast, double scale)
    {
        var metrics = OfNumbers(truths, [.. forecast.Select(period => period.Value)]);
        metrics.Remove("r_squared");
        if (truths.All(truth => truth != 0))
            metrics["mape"] = truths.Zip(forecast).Average(pair => Math.Abs((pair.First - pair.Second.Value) / pair.First));
        if (scale > 0)
            metrics["mase"] = metrics["mae"] / scale;
        metrics["interval_coverage"] = truths.Zip(forecast).Average(pair => pair.First >= pair.Second.Lower && pair.First <= pair.Second.Upper ? 1.0 : 0);
        return metrics;
    }

    /// <summary>How much nearer rows are to their own cluster's middle than to the next one's, from -1 to 1 (the simplified silhouette).</summary>
    /// <param name="distances">Of each row the distance to each cluster's middle.</param>
    public static Dictionary<string, double> OfClusters(IReadOnlyList<float[]> distances) => new()
    {
        ["silhouette"] = distances.Average(Silhouette),
        ["average_distance"] = distances.Average(row => row.Min()),
    };

    public static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());

    /// <summary>The probability that a row of the class has a higher score than one that is not (the area under the ROC curve); a half when there is only one kind.</summary>
    public static double Auc(IReadOnlyList<int> labels, IReadOnlyList<float[]> scores, int one)
    {
        var column = Math.Min(one, scores[0].Length - 1);
        var (rank, sum, positives) = (0.0, 0.0, 0L);
        foreach (var same in labels.Select((label, row) => (IsOne: label == one, Score: scores[row][column])).GroupBy(row => row.Score).OrderBy(group => group.Key))
        {
            var (count, ones) = (same.Count(), same.Count(row => row.IsOne));
            sum += ones * (rank + ((count + 1) / 2.0));
            rank += count;
            positives += ones;
        }

        var negatives = labels.Count - positives;
        return positives == 0 || negatives == 0 ? 0.5 : (sum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    private static double F1(int one, IReadOnlyList<int> labels, int[] predicted)
    {
        var both = labels.Zip(predicted).Count(pair => pair.First == one && pair.Second == one);
        var either = labels.Count(label => label == one) + predicted.Count(label => label == one);
        return either == 0 ? 0 : 2.0 * both / either;
    }

    private static double Silhouette(float[] distances)
    {
        double[] nearest = [.. distances.Select(distance => Math.Sqrt(Math.Max(0, distance))).Order().Take(2)];
        return nearest.Length < 2 || nearest[1] == 0 ? 0 : 1 - (nearest[0] / nearest[1]);
    }
}
