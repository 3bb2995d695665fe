namespace FunctionsPlatform.Monitors.Bands;

/// <summary>Statistics that a few wild values do not move.</summary>
internal static class Robust
{
    /// <summary>Makes the median absolute deviation of normal noise its standard deviation (Leys et al., "Detecting outliers", Journal of Experimental Social Psychology 49, 2013).</summary>
    private const double NormalScale = 1.4826;

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.ToArray();
        if (sorted.Length == 0)
            return 0;
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The usual distance from the centre, on the scale of a standard deviation.</summary>
    public static double Spread(IReadOnlyCollection<double> values, double centre) => NormalScale * Median(values.Select(value => Math.Abs(value - centre)));

    /// <summary>For each value the median of it and those before it, as many as the window takes.</summary>
    public static double[] RollingMedians(IReadOnlyList<double> values, int window)
    {
        var medians = new double[values.Count];
        var sorted = new List<double>(window);
        for (var at = 0; at < values.Count; at++)
        {
            if (sorted.Count == window)
                sorted.RemoveAt(sorted.BinarySearch(values[at - window]));
            var place = sorted.BinarySearch(values[at]);
            sorted.Insert(place < 0 ? ~place : place, values[at]);
            var middle = sorted.Count / 2;
            medians[at] = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        return medians;
    }
}
