namespace FunctionsPlatform.Tests.Monitors;

/// <summary>Series made up of a level, a trend, seasons and normal noise, with anomalies planted where they are known.</summary>
internal sealed class Series
{
    private readonly Random _chance;

    public Series(int seed, int points, TimeSpan step, Func<DateTimeOffset, int, double> shape, double noise, int anomalies = 0, int learning = 0, double size = 8)
    {
        _chance = new Random(seed);
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        Values = [.. Enumerable.Range(0, points).Select(at => (At: start + (at * step), Value: shape(start + (at * step), at) + (noise * Normal())))];
        while (Planted.Count < anomalies)
            Planted.Add(_chance.Next(learning, points));
        foreach (var at in Planted)
            Values[at] = (Values[at].At, Values[at].Value + (size * noise * (_chance.Next(2) == 0 ? 1 : -1)));
    }

    public (DateTimeOffset At, double Value)[] Values { get; }

    public SortedSet<int> Planted { get; } = [];

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(2 * Math.PI * _chance.NextDouble());
}
