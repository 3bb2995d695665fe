using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>How far apart periods are: months of the calendar, or a fixed time.</summary>
/// <param name="AtMonthEnd">Whether periods are named by the last days of months.</param>
public sealed record PeriodStep(int Months, TimeSpan Time, bool AtMonthEnd = false)
{
    /// <summary>Periods after which series of this kind usually repeat themselves; 1 when none is usual.</summary>
    public int UsualSeason => (Months, Time) switch
    {
        (1, _) => 12,
        (3, _) => 4,
        (0, { TotalDays: 1 }) => 7,
        (0, { TotalDays: 7 }) => 52,
        (0, { TotalMinutes: >= 5 and <= 60 }) when TimeSpan.FromDays(1).Ticks % Time.Ticks == 0 => (int)(TimeSpan.FromDays(1).Ticks / Time.Ticks),
        _ => 1,
    };

    public DateTime After(DateTime start, int periods)
    {
        if (Months == 0)
            return start + (periods * Time);
        var after = start.AddMonths(periods * Months);
        return AtMonthEnd ? new DateTime(after.Year, after.Month, DateTime.DaysInMonth(after.Year, after.Month), 0, 0, 0, after.Kind) + after.TimeOfDay : after;
    }

    internal static bool IsMonthEnd(DateTime time) => time.Day == DateTime.DaysInMonth(time.Year, time.Month);
}

/// <summary>Values at times that follow each other evenly.</summary>
internal sealed record TimeSeries(DateTime Start, PeriodStep Step, int Season, IReadOnlyList<double> Values, int Filled)
{
    private const int Fewest = 10;
    private const double MostFilled = 0.2;

    /// <summary>Puts rows in the order of their times, finds how far apart they are, and fills single gaps on a straight line.</summary>
    public static Result<TimeSeries> Read(TrainingTable table, TrainingPlan plan)
    {
        var (time, target) = (table.IndexOf(plan.TimeColumn!), table.IndexOf(plan.Target!));
        var points = new SortedDictionary<DateTime, double>();
        foreach (var row in table.Rows)
        {
            if (row[time] is not DateTime at || row[target] is not double value)
                continue;
            if (!points.TryAdd(at, value))
                return PredictionErrors.DataInvalid("$.time_column", $"There are two rows of {CellValue.Text(at)}; a series has one value a period, so add them up first.");
        }

        if (points.Count < Fewest)
            return PredictionErrors.DataInvalid("$.data", $"A series has at least {Fewest} periods with a value; there are {points.Count}.");
        DateTime[] times = [.. points.Keys];
        var step = StepOf(times);
        return Fill(times, points, step).Succeeded(out var values, out var uneven)
            ? new TimeSeries(times[0], step, plan.SeasonLength ?? step.UsualSeason, values, values.Count - points.Count)
            : uneven;
    }

    private static PeriodStep StepOf(DateTime[] times)
    {
        var areSameDays = times.All(time => time.Day == times[0].Day);
        return times.All(time => time.TimeOfDay == times[0].TimeOfDay) && (areSameDays || times.All(PeriodStep.IsMonthEnd))
            ? new PeriodStep(times.Zip(times.Skip(1), (one, next) => ((next.Year - one.Year) * 12) + next.Month - one.Month).Min(), default, !areSameDays)
            : new PeriodStep(0, times.Zip(times.Skip(1), (one, next) => next - one).CountBy(gap => gap).MaxBy(gap => gap.Value).Key);
    }

    private static Result<List<double>> Fill(DateTime[] times, SortedDictionary<DateTime, double> points, PeriodStep step)
    {
        var values = new List<double> { points[times[0]] };
        for (var next = 1; next < times.Length; next++)
        {
            var (from, missing) = (values.Count, 0);
            while (step.After(times[0], from + missing) < times[next] && missing <= times.Length)
                missing++;
            if (step.After(times[0], from + missing) != times[next])
                return PredictionErrors.DataInvalid("$.time_column", $"The periods are not even: {CellValue.Text(times[next])} is none that follows {CellValue.Text(times[next - 1])}.");
            var (before, after) = (values[^1], points[times[next]]);
            for (var gap = 1; gap <= missing; gap++)
                values.Add(before + ((after - before) * gap / (missing + 1)));
            values.Add(after);
        }

        return values.Count - times.Length > MostFilled * values.Count
            ? PredictionErrors.DataInvalid("$.time_column", $"{values.Count - times.Length} of {values.Count} periods have no row.")
            : values;
    }
}
