using System.Globalization;
using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Api.Connecty;

/// <summary>Statistics of a column: always the general part, and the part of its kind of value.</summary>
public sealed record ColumnStatisticsBody(
    GeneralBody General,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TemporalBody? Temporal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StringBody? String,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NumericBody? Numeric,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BooleanBody? Boolean)
{
    /// <param name="zone">The zone that instants are shown in.</param>
    public static ColumnStatisticsBody Of(ColumnStatistics statistics, TimeZoneInfo zone) => new(
        new GeneralBody(statistics.Count, statistics.NullCount),
        statistics.Temporal is { } temporal
            ? new TemporalBody(temporal.Distinct.Value, temporal.Distinct.IsApproximate, Time(temporal.Min, statistics.Kind, zone), Time(temporal.Max, statistics.Kind, zone))
            : null,
        statistics.Text is { } text
            ? new StringBody(text.Distinct.Value, text.Distinct.IsApproximate, text.EmptyCount, text.MinLength, text.MeanLength, text.MaxLength)
            : null,
        statistics.Numeric is { } numeric ? NumericBody.Of(numeric) : null,
        statistics.Boolean is { } boolean ? new BooleanBody(boolean.TrueCount, boolean.FalseCount) : null);

    // The documents print instants with an offset and always six decimals here.
    private static string? Time(string? text, ColumnKind kind, TimeZoneInfo zone) => text is not null && kind == ColumnKind.TimestampTz
        ? TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), zone)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)
        : text;
}

/// <param name="Count">Rows, those with null included.</param>
public sealed record GeneralBody(long Count, long NullsCount);

public sealed record TemporalBody(long DistinctCount, bool DistinctApprox, string? Min, string? Max);

public sealed record StringBody(long DistinctCount, bool DistinctApprox, long EmptyStringCount, long? MinLen, double? MeanLen, long? MaxLen);

/// <param name="Stddev">Of a sample.</param>
/// <param name="MedianApprox">True when the median comes from a sample; absent otherwise.</param>
public sealed record NumericBody(
    long DistinctCount,
    bool DistinctApprox,
    object? Min,
    object? Max,
    double? Mean,
    double? Stddev,
    double? Median,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool MedianApprox,
    long ZerosCount,
    long NegativesCount)
{
    public static NumericBody Of(NumericStatistics numeric) => new(
        numeric.Distinct.Value,
        numeric.Distinct.IsApproximate,
        numeric.Min,
        numeric.Max,
        numeric.Mean,
        numeric.StandardDeviation,
        numeric.Median,
        numeric.IsMedianApproximate,
        numeric.ZeroCount,
        numeric.NegativeCount);
}

public sealed record BooleanBody(long TrueCount, long FalseCount);
