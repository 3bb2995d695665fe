using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>Gathers the statistics of one column while its values stream by. Memory does not grow with the rows.</summary>
internal abstract class StatisticsCollector
{
    private long _count;
    private long _nulls;

    public static StatisticsCollector For(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float => new NumericCollector(),
        ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz => new TemporalCollector(),
        ColumnKind.Boolean => new BooleanCollector(),
        ColumnKind.Binary => new CountCollector(),
        _ => new StringCollector(),
    };

    public void Add(object? value)
    {
        _count++;
        if (value is null)
            _nulls++;
        else
            AddValue(value);
    }

    public ColumnStatistics ToStatistics(ResultColumn column) => Describe(new ColumnStatistics(column.Name, column.Kind, _count, _nulls));

    protected abstract void AddValue(object value);

    protected abstract ColumnStatistics Describe(ColumnStatistics counts);
}

internal sealed class CountCollector : StatisticsCollector
{
    protected override void AddValue(object value)
    {
    }

    protected override ColumnStatistics Describe(ColumnStatistics counts) => counts;
}

internal sealed class BooleanCollector : StatisticsCollector
{
    private long _true;
    private long _false;

    protected override void AddValue(object value)
    {
        if (value is true)
            _true++;
        else
            _false++;
    }

    protected override ColumnStatistics Describe(ColumnStatistics counts) => counts with { Boolean = new(_true, _false) };
}

internal sealed class TemporalCollector : StatisticsCollector
{
    private readonly DistinctCounter _distinct = new();
    private object? _min;
    private object? _max;

    protected override void AddValue(object value)
    {
        _distinct.Add(value);
        if (_min is null || Compare(value, _min) < 0)
            _min = value;
        if (_max is null || Compare(value, _max) > 0)
            _max = value;
    }

    protected override ColumnStatistics Describe(ColumnStatistics counts) =>
        counts with { Temporal = new(_distinct.Count, _min is null ? null : Cell.ToText(_min), _max is null ? null : Cell.ToText(_max)) };

    // A time column mixes TimeOnly with TimeSpan where a value does not fit a day.
    private static int Compare(object left, object right) => (left, right) switch
    {
        (TimeOnly time, TimeSpan span) => time.ToTimeSpan().CompareTo(span),
        (TimeSpan span, TimeOnly time) => span.CompareTo(time.ToTimeSpan()),
        _ => Comparer<object>.Default.Compare(left, right),
    };
}

internal sealed class StringCollector : StatisticsCollector
{
    private readonly DistinctCounter _distinct = new();
    private long _values;
    private long _empty;
    private long _totalLength;
    private long _minLength = long.MaxValue;
    private long _maxLength;

    protected override void AddValue(object value)
    {
        var text = value as string ?? Cell.ToText(value);
        _distinct.Add(text);
        _values++;
        if (text.Length == 0)
            _empty++;
        var length = CodePoints(text);
        _totalLength += length;
        _minLength = Math.Min(_minLength, length);
        _maxLength = Math.Max(_maxLength, length);
    }

    protected override ColumnStatistics Describe(ColumnStatistics counts) => counts with
    {
        Text = _values == 0
            ? new(_distinct.Count, 0, null, null, null)
            : new(_distinct.Count, _empty, _minLength, (double)_totalLength / _values, _maxLength),
    };

    private static long CodePoints(string text)
    {
        var length = text.Length;
        foreach (var character in text)
        {
            if (char.IsLowSurrogate(character))
                length--;
        }

        return length;
    }
}
