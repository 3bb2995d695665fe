namespace FunctionsPlatform.Predictions;

/// <summary>Learns of a feature's values what encoding and drift need. Given training rows only: what is held out must stay unknown.</summary>
internal static class FeatureStatistics
{
    private const int NumberBins = 10;
    private const int CategoryBins = 20;

    public static Feature Learn(Feature feature, IReadOnlyList<object?> values, int mostCategories)
    {
        var learnt = feature with { HasGaps = values.Contains(null) };
        if (feature.Kind == FeatureKind.Categorical)
            learnt = learnt with { Categories = Categories(values, mostCategories) };
        else if (feature.Kind != FeatureKind.Text)
            learnt = Scale(learnt, [.. values.Select(CellValue.Number).OfType<double>()]);
        return learnt with { Spread = Spread(learnt, values) };
    }

    private static Feature Scale(Feature feature, double[] numbers)
    {
        if (numbers.Length == 0)
            return feature;
        var mean = numbers.Average();
        var deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        return feature with { Mean = mean, Deviation = deviation > 0 ? deviation : 1 };
    }

    private static string[] Categories(IReadOnlyList<object?> values, int most) =>
    [
        .. values.OfType<object>().Select(CellValue.Text)
            .CountBy(text => text)
            .OrderByDescending(category => category.Value)
            .ThenBy(category => category.Key, StringComparer.Ordinal)
            .Take(most)
            .Select(category => category.Key),
    ];

    private static FeatureSpread Spread(Feature feature, IReadOnlyList<object?> values)
    {
        var edges = feature.Kind == FeatureKind.Categorical ? [] : Edges([.. values.Select(FeatureEncoder.Measure).OfType<double>().Order()]);
        var bins = feature.Kind == FeatureKind.Categorical ? Math.Min(feature.Categories.Count, CategoryBins) + 1 : edges.Count + 1;
        var shares = new double[bins + 1];
        var encoder = new FeatureEncoder(feature with { Spread = new FeatureSpread(edges, shares) });
        foreach (var value in values)
            shares[encoder.BinOf(value)] += 1.0 / values.Count;
        return new FeatureSpread(edges, shares);
    }

    private static List<double> Edges(double[] sorted)
    {
        var edges = new List<double>();
        for (var bin = 1; bin < NumberBins && sorted.Length > 0; bin++)
        {
            var edge = sorted[Math.Min(sorted.Length - 1, bin * sorted.Length / NumberBins)];
            if ((edges.Count == 0 || edge > edges[^1]) && edge < sorted[^1])
                edges.Add(edge);
        }

        return edges;
    }
}
