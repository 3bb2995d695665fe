namespace Bench;

internal static class Sample
{
    /// <summary>The middle value; of an even number of them, the higher of the two in the middle.</summary>
    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
