namespace FunctionsPlatform.Predictions;

/// <summary>What is to be known of a column before deciding what to make of it.</summary>
/// <param name="Gaps">The share of rows without a value.</param>
/// <param name="IsSequence">Whether the values are whole numbers that follow each other, in whatever order.</param>
internal sealed record ColumnFacts(int Present, int Distinct, double Gaps, bool AreNumbers, bool IsSequence, double AverageWords)
{
    private const int LooksAt = 1_000;

    public static ColumnFacts Of(IReadOnlyList<object?> values)
    {
        object[] present = [.. values.OfType<object>()];
        var distinct = present.ToHashSet();
        var areNumbers = present.Length > 0 && present.All(value => value is double);
        return new ColumnFacts(
            present.Length,
            distinct.Count,
            values.Count == 0 ? 1 : 1 - ((double)present.Length / values.Count),
            areNumbers,
            areNumbers && AreSequence(distinct),
            present.Take(LooksAt).Select(value => value is string text ? FeatureEncoder.Words(text).Count() : 0).DefaultIfEmpty(0).Average());
    }

    // Of a handful of numbers, the years of a table or the sides of a die are no ids.
    private static bool AreSequence(HashSet<object> distinct)
    {
        const int fewest = 20;
        if (distinct.Count < fewest)
            return false;
        double[] numbers = [.. distinct.Cast<double>()];
        return Array.TrueForAll(numbers, double.IsInteger) && numbers.Max() - numbers.Min() == numbers.Length - 1;
    }
}
