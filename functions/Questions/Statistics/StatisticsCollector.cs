using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>Gathers the statistics of one column while its values stream by. Memory does not grow with the rows.</summary>
internal abstract class StatisticsCollector
{
    private long _count;
    private long _nulls;

    // A result of so many columns has the memory of each; of more, they share it.
    private const int ColumnsInFull = 20;

    /// <param name="columns">How many the result has: the more there are, the earlier each turns from counting to estimating.</param>
    public static StatisticsCollector For(ColumnKind kind, int columns) => For(kind, Math.Max(1.0, (double)columns / ColumnsInFull));

    private static StatisticsCollector For(ColumnKind kind, double sharers) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float => new NumericCollector(DistinctCounter.Shared(sharers), ValueSample.Shared(sharers)),
        ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz => new TemporalCollector(DistinctCounter.Shared(sharers)),
        ColumnKind.Boolean => new BooleanCollector(),
        ColumnKind.Binary => new CountCollector(),
        _ => new StringCollector(DistinctCounter.Shared(sharers)),
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

internal sealed class TemporalCollector(DistinctCounter distinct) : StatisticsCollector
{
    private object? _min;
    private object? _max;

    protected override void AddValue(object value)
    {
        distinct.Add(value);
        // What no CLR type holds comes as text, such as 'infinity' and MySQL's zero dates.
        if (value is string)
            return;
        if (_min is null || Compare(value, _min) < 0)
            _min = value;
        if (_max is null || Compare(value, _max) > 0)
            _max = value;
    }

    protected override ColumnStatistics Describe(ColumnStatistics counts) =>
        counts with { Temporal = new(distinct.Count, _min is null ? null : Cell.ToText(_min), _max is null ? null : Cell.ToText(_max)) };

    // A time column mixes TimeOnly with TimeSpan where a value does not fit a day.
    private static int Compare(object left, object right) => (left, right) switch
    {
        (TimeOnly time, TimeSpan span) => time.ToTimeSpan().CompareTo(span),
        (TimeSpan span, TimeOnly time) => span.CompareTo(time.ToTimeSpan()),
        _ when left.GetType() == right.GetType() => Comparer<object>.Default.Compare(left, right),
        _ => string.CompareOrdinal(Cell.ToText(left), Cell.ToText(right)),
    };
}

internal sealed class StringCollector(DistinctCounter distinct) : StatisticsCollector
{
    private long _values;
    private long _empty;
    private long _totalLength;
    private long _minLength = long.MaxValue;
    private long _maxLength;

    protected override void AddValue(object value)
    {
        var text = value as string ?? Cell.ToText(value);
        distinct.Add(text);
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
            ? new(distinct.Count, 0, null, null, null)
            : new(distinct.Count, _empty, _minLength, (double)_totalLength / _values, _maxLength),
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
