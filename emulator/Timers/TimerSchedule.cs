using NCrontab;

namespace Emulator.Timers;

/// <summary>An NCRONTAB expression: seconds, minutes, hours, days, months, weekdays. Times are local, as the host gives them.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan LeastMonitored = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule _schedule;

    private TimerSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <exception cref="FormatException">The expression cannot be read.</exception>
    public static TimerSchedule Parse(string expression)
    {
        var hasSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        return CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = hasSeconds }) is { } schedule
            ? new TimerSchedule(schedule)
            : throw new FormatException($"The schedule '{expression}' is no NCRONTAB expression such as '0 */5 * * * *'.");
    }

    public DateTime Next(DateTime after) => _schedule.GetNextOccurrence(after);

    /// <summary>Whether missed runs are looked for: not where runs are less than a minute apart.</summary>
    public bool CanBeMonitored(DateTime now) => Next(Next(now)) - Next(now) >= LeastMonitored;
}
