namespace FunctionsPlatform.Questions;

/// <summary>All numbers of a column while they fit, and an even random sample of them (reservoir, fixed seed) beyond that: enough for a median in bounded memory.</summary>
internal sealed class ValueSample(int capacity)
{
    public const int Capacity = 100_000;

    private readonly List<double> _values = [];
    // The sample must be the same for the same rows; nothing here is a secret.
#pragma warning disable CA5394
    private readonly Random _random = new(20);

    private long _seen;

    /// <summary>A sample that has the usual memory together with others.</summary>
    public static ValueSample Shared(double sharers) => new((int)(Capacity / sharers));

    public bool IsComplete => _seen <= capacity;

    public void Add(double value)
    {
        _seen++;
        if (_values.Count < capacity)
            _values.Add(value);
        else if (_random.NextInt64(_seen) is var place && place < capacity)
            _values[(int)place] = value;
    }
#pragma warning restore CA5394

    public double? Median()
    {
        if (_values.Count == 0)
            return null;
        _values.Sort();
        var middle = _values.Count / 2;
        return _values.Count % 2 == 1 ? _values[middle] : _values[middle - 1] / 2 + _values[middle] / 2;
    }
}
