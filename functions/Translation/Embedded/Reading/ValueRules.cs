using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Dates;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Values that narrow the answer.</summary>
internal static class ValueRules
{
    public static int ReadStored(Reading reading, ValueMention mention)
    {
        var chosen = mention.Candidates
            .OrderByDescending(candidate => candidate.Score + Fit(reading, candidate.Item.Column))
            .First().Item;
        Filter(reading, new Operand(chosen.Column), new CompareTest(Equal(reading), chosen.Value));
        return 1;
    }

    /// <summary>Text that is stored nowhere we know of is compared with the column last named, or with the name of what is asked
    /// for.</summary>
    public static int ReadText(Reading reading, string text)
    {
        if (reading.Pending is null && ReadPerson(reading, text))
        {
            return 1;
        }

        var column = reading.Pending?.Column ?? ColumnAfter(reading) ?? (reading.LastTable ?? reading.Draft.Subject)?.Label;
        if (column is null)
        {
            return 0;
        }

        Filter(reading, new Operand(column), new CompareTest(Equal(reading), text));
        return 1;
    }

    /// <summary>First and last name of a person whose names are kept in two columns.</summary>
    private static bool ReadPerson(Reading reading, string text)
    {
        if (reading.IsNegated || text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var first, var last])
        {
            return false;
        }

        var match = reading.Index.Values.Exact(last.ToLowerInvariant())
            .Where(value => value.Column.Words is [.., "last", "name"])
            .Select(value =>
                (Last: value, First: reading.Index.Values.Exact(first.ToLowerInvariant())
                .FirstOrDefault(other => other.Column.Table == value.Column.Table && other.Column.Words is [.., "first", "name"])))
            .FirstOrDefault(pair => pair.First is not null);
        if (match.First is null)
        {
            return false;
        }

        Filter(reading, new Operand(match.First.Column), new CompareTest(ComparisonOperator.Equal, match.First.Value));
        Filter(reading, new Operand(match.Last.Column), new CompareTest(ComparisonOperator.Equal, match.Last.Value));
        return true;
    }

    public static int ReadNumber(Reading reading, decimal number)
    {
        if (reading.PeekCue() is MostCue or SuperlativeCue or CommonCue && number is >= 1 and <= 1_000)
        {
            reading.PendingLimit = (int)number;
            return 1;
        }

        if (reading.Clause is Clause.Select && number is >= 1 and <= 1_000 && number == Math.Truncate(number)
            && reading.Peek() is NameMention
            && reading.Peek(reading.Ahead(1, mention =>
                mention is not CueMention { Cue: MostCue or SuperlativeCue or CommonCue or StopCue or ComparisonCue }))
                is CueMention { Cue: MostCue or SuperlativeCue or CommonCue })
        {
            reading.PendingLimit = (int)number;
            return 1;
        }

        var orMore = reading.Peek(2) is NumberMention ? null : reading.PeekCue() as OrMoreCue;
        if (orMore is not null || reading.Clause is Clause.Where && reading.Pending is null
            && reading.Peek() is NameMention { Table: not null })
        {
            return ComparisonRules.Compare(reading, orMore?.Operator ?? Equal(reading), 0, [], []) is var taken and > 0 ? taken : 0;
        }

        if (reading.Pending is { } pending)
        {
            Filter(reading, pending, new CompareTest(Equal(reading), number));
            return 1;
        }

        if (reading.Clause is Clause.Where && reading.Peek() is NameMention { IsTable: false, Score: > 0.6 })
        {
            return ComparisonRules.Compare(reading, Equal(reading), 0, [], []);
        }

        if (reading.IsAlternative && reading.Draft.Filters.LastOrDefault() is { Test: CompareTest { Value: decimal } } before)
        {
            Filter(reading, before.Operand, new CompareTest(Equal(reading), number));
            return 1;
        }

        if (reading.Peek(-1) is NameMention { Table: { Key: { } key } } && reading.Draft.Subject is not null)
        {
            Filter(reading, new Operand(key), new CompareTest(Equal(reading), number));
            return 1;
        }

        return 0;
    }

    /// <param name="comparison">Before, after, since; null for within.</param>
    public static int ReadDate(Reading reading, DateRange range, ComparisonCue? comparison)
    {
        var column = reading.Pending?.Column is { } pending && (pending.IsTemporal || pending.IsYear)
            ? pending : DateColumn(reading, range);
        if (column is null)
        {
            return range.Year is { } number && reading.Pending is { } other ? Numeric(reading, other, comparison, number) : 0;
        }

        var isOpen = range.ReachesNow && reading.PendingIsEvent && column == reading.Pending?.Column && comparison is null
            && !reading.IsNegated;
        Filter(reading, new Operand(column),
            TestOf(column, isOpen ? range with { Until = null } : range, comparison?.Operator, reading.IsNegated));
        return 1;
    }

    public static FilterTest TestOf(IndexedColumn column, DateRange range, ComparisonOperator? comparison, bool isNegated)
    {
        if (range.Year is { } year && !column.IsTemporal)
        {
            return new CompareTest(comparison ?? (isNegated ? ComparisonOperator.NotEqual : ComparisonOperator.Equal), (decimal)year);
        }

        return comparison switch
        {
            ComparisonOperator.Greater => new PeriodTest(range.Until, null),
            ComparisonOperator.GreaterOrEqual => new PeriodTest(range.From, null),
            ComparisonOperator.Less => new PeriodTest(null, range.From),
            ComparisonOperator.LessOrEqual => new PeriodTest(null, range.Until),
            _ => new PeriodTest(range.From, range.Until, isNegated),
        };
    }

    public static void Filter(Reading reading, Operand operand, FilterTest test)
    {
        var filters = operand.IsAggregate ? reading.Draft.Having : reading.Draft.Filters;
        filters.Add(new Filter(operand, test, reading.IsAlternative, reading.IsDenied && reading.IsNegated));
        reading.IsAlternative = false;
        reading.IsNegated = false;
        reading.LastTable = operand.Table ?? reading.LastTable;
        if (reading.Clause is Clause.Order)
        {
            reading.Clause = Clause.Where;
        }
    }

    private static int Numeric(Reading reading, Operand operand, ComparisonCue? comparison, int number)
    {
        Filter(reading, operand, new CompareTest(comparison?.Operator ?? Equal(reading), (decimal)number));
        return 1;
    }

    /// <summary>The date that is meant when none is named: of what is spoken of, when it came to be.</summary>
    private static IndexedColumn? DateColumn(Reading reading, DateRange range)
    {
        string[] words = ["created", "year", "date", "time", "at", "day", "founded", "opened"];
        if (reading.LastTable is { } last && reading.Draft.Groups.Exists(group => group.Table == last)
            && (reading.Draft.Selected.Find(operand => operand.IsAggregate)?.Table ?? reading.Draft.Subject) is { } measured)
        {
            reading.LastTable = measured;
        }

        return ColumnChoice.ByWords(reading, words, column => column.IsTemporal || (range.Year is not null && column.IsYear));
    }

    private static ComparisonOperator Equal(Reading reading) => reading.IsNegated ? ComparisonOperator.NotEqual : ComparisonOperator.Equal;

    private static double Fit(Reading reading, IndexedColumn column)
    {
        var fit = ColumnChoice.Fit(reading, column, null);
        if (reading.Pending?.Column == column)
        {
            fit += 1;
        }
        else if (reading.IsMentionedColumn(column))
        {
            fit += 0.35;
        }

        return fit + (column == column.Table.Label ? 0.05 : 0);
    }

    /// <summary>The column in <c>the "Digital" category</c>.</summary>
    private static IndexedColumn? ColumnAfter(Reading reading) =>
        reading.Peek() is NameMention { Table: null, Columns: [{ Item.IsText: true } first, ..] } ? first.Item : null;
}
