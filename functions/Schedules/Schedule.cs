using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Schedules;

/// <summary>When something runs by itself.</summary>
public abstract record Schedule
{
    private Schedule()
    {
    }

    /// <summary>Null when it can be kept, else <c>schedule_invalid</c> with what is wrong.</summary>
    public ApiError? Check() => Mistakes() is { Count: > 0 } mistakes ? ScheduleErrors.Invalid(mistakes) : null;

    /// <summary>The first time after another that it is due; null when it never is.</summary>
    /// <param name="anchor">When it was set: what intervals are counted from.</param>
    public abstract DateTimeOffset? NextAfter(DateTimeOffset from, DateTimeOffset anchor);

    /// <summary>How many times after the first and up to the second it is due. Of cron, at least that many: counting ends at 1,000.</summary>
    internal abstract long CountBetween(DateTimeOffset after, DateTimeOffset until, DateTimeOffset anchor);

    private protected abstract IReadOnlyList<FieldError> Mistakes();

    /// <summary>Only when someone says so.</summary>
    public sealed record Manual : Schedule
    {
        public override DateTimeOffset? NextAfter(DateTimeOffset from, DateTimeOffset anchor) => null;

        internal override long CountBetween(DateTimeOffset after, DateTimeOffset until, DateTimeOffset anchor) => 0;

        private protected override IReadOnlyList<FieldError> Mistakes() => [];
    }

    /// <summary>Every so often: a real interval, counted from the anchor across midnight and summer time. Ninety minutes are ninety minutes.</summary>
    public sealed record Every(TimeSpan Interval) : Schedule
    {
        private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
        private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

        public override DateTimeOffset? NextAfter(DateTimeOffset from, DateTimeOffset anchor) =>
            from < anchor ? anchor : anchor + (((from - anchor).Ticks / Interval.Ticks) + 1) * Interval;

        internal override long CountBetween(DateTimeOffset after, DateTimeOffset until, DateTimeOffset anchor) =>
            Math.Max(0, CountUntil(until, anchor) - CountUntil(after, anchor));

        private protected override IReadOnlyList<FieldError> Mistakes() =>
            Interval >= Shortest && Interval <= Longest ? [] : [new FieldError("$.interval", "An interval is from 1 minute to 366 days.")];

        private long CountUntil(DateTimeOffset time, DateTimeOffset anchor) => time < anchor ? 0 : ((time - anchor).Ticks / Interval.Ticks) + 1;
    }

    /// <summary>
    /// By a cron expression of five fields, in a time zone by its IANA name. When clocks jump forward, what would be due in between is due at the end of the jump. When they
    /// go back, fixed times (<c>30 2 * * *</c>) are due once, at the first of the two, and steps and stars (<c>*/30 * * * *</c>) are due as often as time passes.
    /// Day of month and day of week both have to match.
    /// </summary>
    public sealed record Cron(string Expression, string TimeZone) : Schedule
    {
        public override DateTimeOffset? NextAfter(DateTimeOffset from, DateTimeOffset anchor) => new CronTimes(Expression, TimeZone).NextAfter(from);

        internal override long CountBetween(DateTimeOffset after, DateTimeOffset until, DateTimeOffset anchor) => new CronTimes(Expression, TimeZone).CountBetween(after, until);

        private protected override IReadOnlyList<FieldError> Mistakes() => CronTimes.Check(Expression, TimeZone);
    }

    /// <summary>When another of its kind has run.</summary>
    public sealed record After(Guid Id) : Schedule
    {
        public override DateTimeOffset? NextAfter(DateTimeOffset from, DateTimeOffset anchor) => null;

        internal override long CountBetween(DateTimeOffset after, DateTimeOffset until, DateTimeOffset anchor) => 0;

        private protected override IReadOnlyList<FieldError> Mistakes() => [];
    }
}
