namespace FunctionsPlatform.Monitors.Bands;

/// <summary>Judges every point of a series by what came before it, as a monitor would have.</summary>
public static class BackTest
{
    /// <summary>How often the band is learnt anew: each time costs as much as judging hundreds of points.</summary>
    private const int MostLessons = 100;

    /// <param name="series">In the order of time.</param>
    /// <returns>One of each point; null for the first, which nothing can be said of.</returns>
    public static IReadOnlyList<Judgement?> Run(SeriesPoint[] series, int minimumPoints, Sensitivity sensitivity, TimeZoneInfo zone)
    {
        var judged = new List<Judgement?>(series.Length);
        var lessonEvery = Math.Max(1, series.Length / MostLessons);
        SeasonalBand? band = null;
        for (var at = 0; at < series.Length; at++)
        {
            if (at < minimumPoints)
            {
                judged.Add(null);
                continue;
            }

            var past = new ArraySegment<SeriesPoint>(series, 0, at);
            if (band is null || (at - minimumPoints) % lessonEvery == 0)
                band = SeasonalBand.Learn(past, zone);
            judged.Add(band.Judge(past, series[at], sensitivity));
        }

        return judged;
    }
}
