using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>What a column of a result holds, over all of its rows. Which part is there besides the counts depends on the column's kind.</summary>
/// <param name="Count">Rows, those with NULL included.</param>
public sealed record ColumnStatistics(
    string Column,
    ColumnKind Kind,
    long Count,
    long NullCount,
    TemporalStatistics? Temporal = null,
    StringStatistics? Text = null,
    NumericStatistics? Numeric = null,
    BooleanStatistics? Boolean = null);

/// <param name="Min">ISO 8601 as <see cref="Cell.ToText"/> writes it; null when every value is NULL.</param>
public sealed record TemporalStatistics(DistinctCount Distinct, string? Min, string? Max);

/// <summary>Lengths are in characters (Unicode code points), and null when every value is NULL.</summary>
public sealed record StringStatistics(DistinctCount Distinct, long EmptyCount, long? MinLength, double? MeanLength, long? MaxLength);

/// <summary>NaN and infinities count as values and are left out of every figure here.</summary>
/// <param name="Min">In the column's own type, so that an exact number stays exact.</param>
/// <param name="StandardDeviation">Of a sample (n - 1); null for fewer than two values.</param>
/// <param name="IsMedianApproximate">True when there were too many values to keep and a random sample gave the median.</param>
public sealed record NumericStatistics(
    DistinctCount Distinct,
    object? Min,
    object? Max,
    double? Mean,
    double? StandardDeviation,
    double? Median,
    bool IsMedianApproximate,
    long ZeroCount,
    long NegativeCount);

public sealed record BooleanStatistics(long TrueCount, long FalseCount);

/// <param name="Value">Different values, NULL not counted.</param>
/// <param name="IsApproximate">True when there were too many to count exactly; the figure is then within about 2%.</param>
public readonly record struct DistinctCount(long Value, bool IsApproximate);
