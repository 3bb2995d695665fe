namespace FunctionsPlatform.Predictions;

/// <summary>Which parts a smoothed series has.</summary>
/// <param name="IsLogarithmic">Whether the logarithm of the values is smoothed, so that seasons and errors grow with the level.</param>
public sealed record SmoothingForm(string Name, bool HasTrend, bool IsDamped, bool IsSeasonal, bool IsLogarithmic)
{
    public static IReadOnlyList<SmoothingForm> All { get; } =
    [
        .. from isLogarithmic in new[] { false, true }
           from form in new[] { ("simple", false, false), ("trend", true, false), ("damped_trend", true, true) }
           from isSeasonal in new[] { false, true }
           let name = string.Concat(isLogarithmic ? "log_" : "", isSeasonal ? "seasonal_" : "", form.Item1)
           select new SmoothingForm(name, form.Item2, form.Item3, isSeasonal, isLogarithmic),
    ];
}

/// <summary>
/// Additive exponential smoothing in its error-correction form: level, trend and season each move by a share of the last one-step error; the shares and the first level
/// and slope are those with the smallest sum of squared one-step errors. Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing" (2008), chapters 2 to 6.
/// </summary>
/// <param name="Season">The seasonal parts of the next periods, in their order.</param>
/// <param name="Variance">Of one-step errors.</param>
public sealed record SmoothedSeries(
    SmoothingForm Form, double Alpha, double Beta, double Gamma, double Phi, double Level, double Slope, IReadOnlyList<double> Season, double Variance)
{
    /// <summary>The middle of what is to be expected some periods ahead, and the bounds of where it lies with the probability that the normal quantile stands for.</summary>
    public (double Value, double Lower, double Upper) Forecast(int ahead, double quantile)
    {
        var (damped, factor, variance) = (0.0, 1.0, 1.0);
        for (var step = 1; step <= ahead; step++)
        {
            damped += factor *= Phi;
            if (step == ahead)
                break;
            var share = Alpha + (Beta * damped) + (Season.Count > 0 && step % Season.Count == 0 ? Gamma : 0);
            variance += share * share;
        }

        var middle = Level + (Form.HasTrend ? Slope * damped : 0) + (Season.Count > 0 ? Season[(ahead - 1) % Season.Count] : 0);
        var width = quantile * Math.Sqrt(Variance * variance);
        return Form.IsLogarithmic
            ? (Math.Exp(middle), Math.Exp(middle - width), Math.Exp(middle + width))
            : (middle, middle - width, middle + width);
    }
}

/// <summary>Fits <see cref="SmoothedSeries"/>.</summary>
internal static class ExponentialSmoothing
{
    private const double LeastPhi = 0.8;
    private const double MostPhi = 0.98;

    /// <summary>The values that have to be there for each number that is fitted to them.</summary>
    public static bool Suits(SmoothingForm form, IReadOnlyList<double> values, int season) =>
        values.Count > Parameters(form, season) + 3
        && (!form.IsSeasonal || (season > 1 && values.Count >= 2 * season))
        && (!form.IsLogarithmic || values.All(value => value > 0));

    /// <returns>The fitted series, and Akaike's corrected criterion by which forms are compared: lower is better.</returns>
    public static (SmoothedSeries Series, double Criterion) Fit(SmoothingForm form, IReadOnlyList<double> values, int season)
    {
        double[] series = form.IsLogarithmic ? [.. values.Select(value => Math.Log(value))] : [.. values];
        var firstSeason = form.IsSeasonal ? FirstSeason(series, season) : [];
        var (level, slope) = FirstLevel(series, firstSeason, form.HasTrend);
        var spread = Math.Max(Deviation(series), 1e-9);
        var best = NelderMead.Minimize(guess => SumOfSquares(Read(guess), series).Sum, new double[2 + (form.HasTrend ? 2 : 0) + (form.IsDamped ? 1 : 0) + (form.IsSeasonal ? 1 : 0)]);
        var fitted = Read(best);
        var (sum, end) = SumOfSquares(fitted, series);
        var parameters = Parameters(form, season);
        var (count, free) = (series.Length, series.Length - parameters - 1);
        var criterion = (count * Math.Log(Math.Max(sum, 1e-300) / count)) + (2 * parameters) + (2.0 * parameters * (parameters + 1) / free)
            + (form.IsLogarithmic ? 2 * series.Sum() : 0); // so that errors of logarithms compare with errors of values
        return (end with { Variance = sum / Math.Max(1, free) }, criterion);

        SmoothedSeries Read(double[] guess)
        {
            var next = 0;
            var alpha = Share(guess[next++]);
            var first = level + (guess[next++] * spread);
            var (beta, firstSlope) = form.HasTrend ? (alpha * Share(guess[next++]), slope + (guess[next++] * spread / series.Length)) : (0, 0);
            var phi = form.IsDamped ? LeastPhi + ((MostPhi - LeastPhi) * Share(guess[next++])) : 1;
            var gamma = form.IsSeasonal ? (1 - alpha) * Share(guess[next]) : 0;
            return new SmoothedSeries(form, alpha, beta, gamma, phi, first, firstSlope, firstSeason, 0);
        }
    }

    /// <summary>The squared one-step errors together, and the series as it is after its last value.</summary>
    private static (double Sum, SmoothedSeries End) SumOfSquares(SmoothedSeries start, double[] series)
    {
        double[] season = [.. start.Season];
        var (level, slope, sum, place) = (start.Level, start.Slope, 0.0, 0);
        foreach (var value in series)
        {
            var carried = start.Phi * slope;
            var error = value - level - carried - (season.Length > 0 ? season[place] : 0);
            sum += error * error;
            level += carried + (start.Alpha * error);
            slope = carried + (start.Beta * error);
            if (season.Length == 0)
                continue;
            season[place] += start.Gamma * error;
            place = (place + 1) % season.Length;
        }

        return (double.IsFinite(sum) ? sum : double.MaxValue, start with { Level = level, Slope = slope, Season = [.. season[place..], .. season[..place]] });
    }

    /// <summary>How each place of the season differs from a moving average of one season, over the first seasons.</summary>
    private static double[] FirstSeason(double[] series, int season)
    {
        var sums = new double[season];
        var counts = new int[season];
        var seasons = Math.Min(series.Length / season, 4);
        var half = season / 2;
        for (var index = half; index < (seasons * season) - half; index++)
        {
            var average = 0.0;
            for (var offset = -half; offset <= half; offset++)
                average += series[index + offset] * (season % 2 == 0 && Math.Abs(offset) == half ? 0.5 : 1) / season;
            sums[index % season] += series[index] - average;
            counts[index % season]++;
        }

        double[] parts = [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : 0)];
        var middle = parts.Average();
        return [.. parts.Select(part => part - middle)];
    }

    /// <summary>The level before the first value and the slope, of a straight line through the first values without their season.</summary>
    private static (double Level, double Slope) FirstLevel(double[] series, double[] season, bool hasTrend)
    {
        var count = Math.Min(series.Length, Math.Max(10, 2 * season.Length));
        double[] plain = [.. series.Take(count).Select((value, index) => season.Length > 0 ? value - season[index % season.Length] : value)];
        if (!hasTrend)
            return (plain[0], 0);
        var (x, y) = ((count + 1) / 2.0, plain.Average());
        var slope = plain.Select((value, index) => (index + 1 - x) * (value - y)).Sum() / plain.Select((_, index) => (index + 1 - x) * (index + 1 - x)).Sum();
        return (y - (slope * x), slope);
    }

    private static int Parameters(SmoothingForm form, int season) => 3 + (form.HasTrend ? 2 : 0) + (form.IsDamped ? 1 : 0) + (form.IsSeasonal ? 1 + season - 1 : 0);

    private static double Share(double guess) => 1 / (1 + Math.Exp(-guess));

    private static double Deviation(double[] series)
    {
        var mean = series.Average();
        return Math.Sqrt(series.Average(value => (value - mean) * (value - mean)));
    }
}
