namespace FunctionsPlatform.Monitors.Bands;

/// <summary>
/// What a series does, learnt from its past: a seasonal part, a level that moves, and noise, all by medians. It is the decomposition of STL (Cleveland et al., "STL: A
/// Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official Statistics 6, 1990) made robust as in S-H-ESD (Hochenbaum, Vallis and Kejariwal, "Automatic
/// Anomaly Detection in the Cloud Via Statistical Learning", arXiv:1704.07706, 2017): medians in the place of loess and means, the median absolute deviation in the place of
/// the standard deviation. Two things differ. The level is that of the past alone, since the value to judge has no future; the constant lag that this has behind a trend is
/// learnt too. And what a slot of the season expects of a value is the median of the slot's other values, since with a few of them each would expect itself.
/// </summary>
public sealed class SeasonalBand
{
    private const int LongestWindow = 168;
    private const int PlainWindow = 30;

    /// <summary>Of the level: below that nothing is worth a notice, however steady a series was.</summary>
    private const double LeastShare = 0.005;

    private readonly Season _season;
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<int, double> _slots;
    private readonly int _window;
    private readonly double _lag;
    private readonly double _noise;

    private SeasonalBand(Season season, TimeZoneInfo zone, Dictionary<int, double> slots, int window, double lag, double noise) =>
        (_season, _zone, _slots, _window, _lag, _noise) = (season, zone, slots, window, lag, noise);

    /// <param name="past">In the order of time; at least two.</param>
    public static SeasonalBand Learn(IReadOnlyList<SeriesPoint> past, TimeZoneInfo zone)
    {
        var season = Seasons.Of(past);
        var window = WindowOf(past, season);
        var around = Around(past, window);
        var detrended = past.Select((point, at) => (Slot: season.SlotOf(point.At, zone), Value: point.Value - around[at])).ToArray();
        var slots = season == Season.None
            ? []
            : detrended.GroupBy(point => point.Slot).ToDictionary(slot => slot.Key, slot => slot.Select(point => point.Value).Order().ToArray());
        var medians = slots.Where(slot => slot.Value.Length >= Seasons.FewestInSlot).ToDictionary(slot => slot.Key, slot => Robust.Median(slot.Value));

        var band = new SeasonalBand(season, zone, medians, window, 0, 0);
        var level = Robust.RollingMedians([.. past.Select(point => point.Value - band.SeasonAt(point.At))], window);
        var surprises = new List<double>(past.Count);
        for (var at = Math.Min(window, past.Count / 2); at < past.Count; at++)
        {
            var (slot, own) = detrended[at];
            var expected = medians.ContainsKey(slot) ? MedianWithout(slots[slot], own) : 0;
            surprises.Add(past[at].Value - expected - level[at - 1]);
        }

        var lag = Robust.Median(surprises);
        return new SeasonalBand(season, zone, medians, window, lag, Robust.Spread(surprises, lag));
    }

    /// <param name="past">In the order of time: what was learnt from, and what has come since.</param>
    public Judgement Judge(IReadOnlyList<SeriesPoint> past, SeriesPoint now, Sensitivity sensitivity)
    {
        var recent = past.Skip(Math.Max(0, past.Count - _window));
        var level = Robust.Median(recent.Select(point => point.Value - SeasonAt(point.At)));
        var expected = level + SeasonAt(now.At) + _lag;
        var noise = Math.Max(_noise, Math.Max(Math.Abs(expected), Math.Abs(level)) * LeastShare);
        if (noise == 0)
            noise = 1e-9;
        var width = noise * Widths(sensitivity);
        return new Judgement(now.Value, expected, expected - width, expected + width, (now.Value - expected) / noise, _season.Words(now.At, _zone));
    }

    private static double Widths(Sensitivity sensitivity) => sensitivity switch
    {
        Sensitivity.Low => 6,
        Sensitivity.High => 3,
        _ => 4,
    };

    private double SeasonAt(DateTimeOffset at) => _slots.GetValueOrDefault(_season.SlotOf(at, _zone));

    /// <summary>How many points have every slot of the season about once.</summary>
    private static int WindowOf(IReadOnlyList<SeriesPoint> past, Season season)
    {
        if (season == Season.None)
            return PlainWindow;
        var perSeason = past.Count * (season.Length() / (past[^1].At - past[0].At));
        return Math.Clamp((int)Math.Round(perSeason), 2, LongestWindow);
    }

    /// <summary>The level around each point, from both sides.</summary>
    private static double[] Around(IReadOnlyList<SeriesPoint> past, int window)
    {
        var until = Robust.RollingMedians([.. past.Select(point => point.Value)], window);
        return [.. Enumerable.Range(0, past.Count).Select(at => until[Math.Min(past.Count - 1, Math.Max(at - (window / 2), 0) + window - 1)])];
    }

    private static double MedianWithout(double[] sorted, double own)
    {
        var skip = Array.BinarySearch(sorted, own);
        return Robust.Median(sorted.Where((_, at) => at != skip));
    }
}
