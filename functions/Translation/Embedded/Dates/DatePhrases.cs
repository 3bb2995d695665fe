using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Dates;

/// <summary>Reads dates and relative periods, in the local time of <c>now</c>'s offset. Weeks start on Monday (ISO 8601).</summary>
internal static class DatePhrases
{
    private static readonly string[] Months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12).Select(name => name.ToLowerInvariant())];

    /// <summary>Where periods that reach further back begin: the first day that the date types of all dialects hold.</summary>
    private static readonly DateTime Earliest = new(1753, 1, 1);

    /// <summary>The period that starts at a token, and how many tokens it takes.</summary>
    public static (DateRange Range, int Count)? At(IReadOnlyList<Token> tokens, int start, DateTimeOffset now)
    {
        var today = now.DateTime.Date;
        return Find(tokens, start, today, now.DateTime) is var (range, count) && range.From?.Year != DateTime.MinValue.Year && range.Until?.Year != DateTime.MaxValue.Year
            ? (range with { ReachesNow = range.From <= now.DateTime && range.Until > today }, count)
            : null;
    }

    private static (DateRange, int)? Find(IReadOnlyList<Token> tokens, int start, DateTime today, DateTime now)
    {
        try
        {
            return Named(tokens, start, today) ?? Relative(tokens, start, today, now) ?? Written(tokens, start) ?? Year(tokens, start);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The day after 9999-12-31 is no date.
            return null;
        }
    }

    private static (DateRange, int)? Named(IReadOnlyList<Token> tokens, int start, DateTime today) => tokens[start].Lower switch
    {
        "today" => (Days(today, 1), 1),
        "yesterday" => (Days(today.AddDays(-1), 1), 1),
        "tomorrow" => (Days(today.AddDays(1), 1), 1),
        _ => null,
    };

    private static (DateRange, int)? Relative(IReadOnlyList<Token> tokens, int start, DateTime today, DateTime now)
    {
        var at = start;
        if (tokens[at].Lower is "the" && at + 1 < tokens.Count)
        {
            at++;
        }

        var word = tokens[at].Lower;
        if (word is not ("this" or "current" or "last" or "past" or "previous" or "next") || ++at >= tokens.Count)
        {
            return null;
        }

        if (tokens[at].Number is { } number && number == Math.Truncate(number) && number > 0 && at + 1 < tokens.Count)
        {
            return word is "this" or "current" or "next" || Back(now, today, tokens[at + 1].Lemma, (long)Math.Min(number, int.MaxValue)) is not { } range ? null : (range, at + 2 - start);
        }

        if (Unit(tokens[at].Lower) is not { } unit)
        {
            return null;
        }

        var offset = word switch { "this" or "current" => 0, "next" => 1, _ => -1 };
        return (Period(unit, today, offset), at + 1 - start);
    }

    /// <summary>The last N whole units up to and with today; hours end now.</summary>
    private static DateRange? Back(DateTime now, DateTime today, string unit, long count) => unit switch
    {
        "hour" => new(Earlier(now, count, TimeSpan.TicksPerHour), now),
        "day" => new(Earlier(today, count - 1, TimeSpan.TicksPerDay), today.AddDays(1)),
        "week" => new(Earlier(today, 7 * count - 1, TimeSpan.TicksPerDay), today.AddDays(1)),
        "month" => new(MonthsEarlier(today, count), today.AddDays(1)),
        "quarter" => new(MonthsEarlier(today, 3 * count), today.AddDays(1)),
        "year" => new(MonthsEarlier(today, 12 * count), today.AddDays(1)),
        _ => null,
    };

    private static DateTime Earlier(DateTime from, long count, long unit) =>
        count < (from - Earliest).Ticks / unit ? from.AddTicks(-count * unit) : Earliest;

    private static DateTime MonthsEarlier(DateTime from, long months) =>
        months < 12 * (from.Year - Earliest.Year) ? from.AddMonths((int)-months) : Earliest;

    private static DateRange Period(string unit, DateTime today, int offset)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var month = new DateTime(today.Year, today.Month, 1);
        var quarter = new DateTime(today.Year, (today.Month - 1) / 3 * 3 + 1, 1);
        return unit switch
        {
            "day" => Days(today.AddDays(offset), 1),
            "week" => Days(monday.AddDays(7 * offset), 7),
            "month" => new(month.AddMonths(offset), month.AddMonths(offset + 1)),
            "quarter" => new(quarter.AddMonths(3 * offset), quarter.AddMonths(3 * offset + 3)),
            _ => WholeYear(today.Year + offset),
        };
    }

    private static (DateRange, int)? Written(IReadOnlyList<Token> tokens, int start)
    {
        var text = tokens[start].Text;
        if (DateTime.TryParseExact(text, ["yyyy-M-d", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return (Days(date, 1), 1);
        }

        if (DateTime.TryParseExact(text, ["yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-dTH:mm:ss", "yyyy-M-dTH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return (new DateRange(moment, moment.AddSeconds(1)), 1);
        }

        if (Month(tokens[start]) is { } month)
        {
            return AfterMonth(tokens, start, month);
        }

        return tokens[start].Number is { } day && day == Math.Truncate(day) && day is >= 1 and <= 31 && start + 2 < tokens.Count
            && Month(tokens[start + 1]) is { } named && YearOf(tokens[start + 2]) is { } year && Day(year, named, (int)day) is { } range ? (range, 3) : null;
    }

    private static (DateRange, int)? AfterMonth(IReadOnlyList<Token> tokens, int start, int month)
    {
        var next = start + 1;
        if (next < tokens.Count && YearOf(tokens[next]) is { } year)
        {
            var first = new DateTime(year, month, 1);
            return (new DateRange(first, first.AddMonths(1)), 2);
        }

        var yearAt = next + 1 < tokens.Count && tokens[next + 1].Lower == "," ? next + 2 : next + 1;
        return next < tokens.Count && DayNumber(tokens[next].Lower) is { } day && yearAt < tokens.Count && YearOf(tokens[yearAt]) is { } then && Day(then, month, day) is { } range
            ? (range, yearAt + 1 - start)
            : null;
    }

    private static (DateRange, int)? Year(IReadOnlyList<Token> tokens, int start)
    {
        if (YearOf(tokens[start]) is not { } year || start == 0)
        {
            return null;
        }

        return tokens[start - 1].Lower is "in" or "during" or "since" or "before" or "after" or "from" or "until" or "year" or "of" or "to" or "through" or "and" or "between" or "till" or "than"
            ? (WholeYear(year), 1)
            : null;
    }

    /// <summary>The month a word names; <c>may</c> only with a capital.</summary>
    private static int? Month(Token token)
    {
        if (token.Kind is not TokenKind.Word || !token.IsCapitalised || token.Lower.Length < 3)
        {
            return null;
        }

        var at = Array.FindIndex(Months, month => month == token.Lower || (token.Lower.TrimEnd('.').Length == 3 && month.StartsWith(token.Lower, StringComparison.Ordinal)));
        return at < 0 ? null : at + 1;
    }

    private static int? DayNumber(string text) =>
        int.TryParse(text.EndsWith("st", StringComparison.Ordinal) || text.EndsWith("nd", StringComparison.Ordinal) || text.EndsWith("rd", StringComparison.Ordinal) || text.EndsWith("th", StringComparison.Ordinal) ? text[..^2] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;

    private static int? YearOf(Token token) => token is { Kind: TokenKind.Number, Text.Length: 4, Number: { } number } && number is >= 1600 and < 2200 && number == Math.Truncate(number) ? (int)number : null;

    private static string? Unit(string word) => word is "day" or "week" or "month" or "quarter" or "year" ? word : null;

    private static DateRange Days(DateTime first, int count) => new(first, first.AddDays(count));

    private static DateRange WholeYear(int year) => new(new DateTime(year, 1, 1), new DateTime(year + 1, 1, 1), year);

    private static DateRange? Day(int year, int month, int day) => day <= DateTime.DaysInMonth(year, month) ? Days(new DateTime(year, month, day), 1) : null;
}
