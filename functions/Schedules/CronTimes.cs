using Cronos;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Schedules;

/// <summary>When a cron expression is due.</summary>
/// <exception cref="InvalidOperationException">It was not checked.</exception>
internal sealed class CronTimes(string expression, string timeZone)
{
    private const int MostCounted = 1_000;

    private readonly CronExpression _expression = Parse(expression) ?? throw new InvalidOperationException("The cron expression was not checked.");
    private readonly TimeZoneInfo _zone = FindZone(timeZone) ?? throw new InvalidOperationException("The time zone was not checked.");

    public static IReadOnlyList<FieldError> Check(string expression, string timeZone)
    {
        var mistakes = new List<FieldError>();
        if (Parse(expression) is not { } parsed)
            mistakes.Add(new FieldError("$.cron_expression", "invalid cron expression format"));

        // The calendar repeats: what is not due in any year since then never is.
        else if (parsed.GetNextOccurrence(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc) is null)
            mistakes.Add(new FieldError("$.cron_expression", "The cron expression names a day that no month has: it is never due."));
        if (FindZone(timeZone) is null)
            mistakes.Add(new FieldError("$.time_zone", "There is no such time zone. Name one as Europe/Berlin or UTC."));
        return mistakes;
    }

    public DateTimeOffset? NextAfter(DateTimeOffset from) => _expression.GetNextOccurrence(from, _zone)?.ToUniversalTime();

    public long CountBetween(DateTimeOffset after, DateTimeOffset until) =>
        after >= until ? 0 : _expression.GetOccurrences(after, until, _zone, fromInclusive: false, toInclusive: true).Take(MostCounted).LongCount();

    private static CronExpression? Parse(string expression)
    {
        try
        {
            // @every_second has seconds without a sixth field.
            var parsed = CronExpression.Parse(expression);
            return parsed.ToString().Split(' ').Length == 5 ? parsed : null;
        }
        catch (Exception wrong) when (wrong is CronFormatException or MissingSeedException)
        {
            return null;
        }
    }

    private static TimeZoneInfo? FindZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
