using System.Globalization;

namespace FunctionsPlatform.Questions;

/// <summary>Mean and deviation by Welford's method, which stays accurate where a sum of squares does not.</summary>
internal sealed class NumericCollector(DistinctCounter distinct, ValueSample sample) : StatisticsCollector
{
    private object? _min;
    private object? _max;
    private long _values;
    private long _zeros;
    private long _negatives;
    private double _mean;
    private double _squares;

    protected override void AddValue(object value)
    {
        distinct.Add(value);
        var number = ToDouble(value);
        if (!double.IsFinite(number))
            return;

        _values++;
        var distance = number - _mean;
        _mean += distance / _values;
        _squares += distance * (number - _mean);
        sample.Add(number);
        if (number == 0)
            _zeros++;
        else if (number < 0)
            _negatives++;
        if (_min is null || Compare(value, _min) < 0)
            _min = value;
        if (_max is null || Compare(value, _max) > 0)
            _max = value;
    }

    protected override ColumnStatistics Describe(ColumnStatistics counts) => counts with
    {
        Numeric = new(
            distinct.Count,
            _min,
            _max,
            _values == 0 ? null : _mean,
            _values < 2 ? null : Math.Sqrt(_squares / (_values - 1)),
            sample.Median(),
            !sample.IsComplete,
            _zeros,
            _negatives),
    };

    private static int Compare(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (decimal or long, decimal or long) => ToDecimal(left).CompareTo(ToDecimal(right)),
        _ => ToDouble(left).CompareTo(ToDouble(right)),
    };

    private static decimal ToDecimal(object value) => value is long number ? number : (decimal)value;

    private static double ToDouble(object value) => value switch
    {
        double number => number,
        long number => number,
        decimal number => (double)number,
        // An exact number too large for decimal comes as the database's own text.
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => double.NaN,
    };
}
