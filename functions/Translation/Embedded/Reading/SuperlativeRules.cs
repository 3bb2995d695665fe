using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>The most, the oldest, the top five.</summary>
internal static class SuperlativeRules
{
    /// <summary><c>highest price</c> is an aggregate where it is what is asked for, and an order where it tells which row is.</summary>
    public static int Read(Reading reading, SuperlativeCue cue)
    {
        if (reading.PeekCue() is AndCue && AsksForIt(reading) && SelectionRules.ColumnAhead(reading, 1) is { IsMeasure: true } shared)
        {
            SelectionRules.Place(reading, new Operand(shared, cue.IsMaximum ? AggregateFunction.Maximum : AggregateFunction.Minimum), null);
            return 1;
        }

        if (reading.Peek() is NumberMention count && reading.PeekCue(2) is not OrMoreCue)
        {
            reading.PendingLimit = (int)Math.Clamp(count.Value, 1, 10_000);
            return Continue(reading, cue, 2);
        }

        return Continue(reading, cue, 1);
    }

    /// <summary><c>most orders</c>, <c>most points</c>, <c>published the most</c>.</summary>
    public static int ReadMost(Reading reading, bool isMaximum)
    {
        var ahead = reading.Ahead(1, mention => Reading.IsFiller(mention) || mention is CueMention { Cue: OfCue or AggregateCue });
        var name = reading.Peek(ahead) as NameMention;
        if (name?.Table is { } table)
        {
            reading.LastTable = table;
            OrderBy(reading, MetricRules.CountOf(reading, table), isMaximum);
            return ahead + 1;
        }

        if (name is not null)
        {
            reading.At += ahead;
            var column = ColumnChoice.Choose(reading, name, candidate => candidate.IsMeasure)!;
            reading.At -= ahead;
            if (column.IsMeasure && AsksForIt(reading))
            {
                SelectionRules.Place(reading, new Operand(column, isMaximum ? AggregateFunction.Maximum : AggregateFunction.Minimum), name);
                return ahead + 1;
            }

            OrderBy(reading, column.IsMeasure ? new Operand(column) : new Operand(column, AggregateFunction.Count), isMaximum);
            return ahead + 1;
        }

        if (reading.Clause is Clause.Select && reading.Draft.Selected.Count == 0 && reading.Draft.Subject is null)
        {
            return 0;
        }

        var spent = reading.Pending is { Column: { IsMeasure: true } measure } && measure.Table != reading.Draft.Subject
            ? new Operand(measure, AggregateFunction.Sum) : null;
        OrderBy(reading, spent ?? EventRecords.Amount(reading) ?? Operand.CountOf(reading.LastTable), isMaximum);
        return 1;
    }

    /// <summary><c>most common city</c>, <c>which city is most common</c>.</summary>
    public static int ReadCommon(Reading reading, bool isMaximum)
    {
        var ahead = reading.Ahead(1, mention => Reading.IsFiller(mention) || mention is CueMention { Cue: AndCue });
        if (reading.Peek(ahead) is NameMention name && reading.Draft.Selected.Count == 0 && reading.Fallback.Count == 0)
        {
            reading.At += ahead;
            var column = name.Table?.Label ?? ColumnChoice.Choose(reading, name);
            reading.At -= ahead;
            if (column is not null)
            {
                reading.Draft.Selected.Add(new Operand(column));
                reading.LastTable = column.Table;
                if (name.Table is { } table)
                {
                    reading.Draft.Subject ??= table;
                }
            }

            OrderBy(reading, Operand.CountOf(null), isMaximum);
            return ahead + 1;
        }

        OrderBy(reading, Operand.CountOf(null), isMaximum);
        return 1;
    }

    public static int ReadTop(Reading reading, bool isMaximum)
    {
        if (reading.Peek() is NumberMention number)
        {
            reading.PendingLimit = (int)Math.Clamp(number.Value, 1, 10_000);
            reading.Draft.Limit ??= reading.PendingLimit;
            var ahead = reading.Ahead(2, Reading.IsFiller);
            var isMeasured = reading.Peek(ahead) is NameMention { IsTable: false, Columns: [{ Item.IsMeasure: true }, ..] };
            return isMeasured ? Continue(reading, new SuperlativeCue(isMaximum, [], []), 2) : 2;
        }

        return Continue(reading, new SuperlativeCue(isMaximum, [], []), 1);
    }

    private static int Continue(Reading reading, SuperlativeCue cue, int from)
    {
        var ahead = reading.Ahead(from, mention => Reading.IsFiller(mention) || mention is CueMention { Cue: OfCue });
        if (reading.PeekCue(ahead) is AggregateCue { Function: var function })
        {
            return ReadAggregated(reading, cue, function, ahead);
        }

        if (reading.PeekCue(ahead) is CountCue)
        {
            reading.At += ahead;
            var taken = ReadMost(reading, cue.IsMaximum);
            reading.At -= ahead;
            return taken == 0 ? 0 : ahead + taken;
        }

        if (reading.Peek(ahead) is NameMention name)
        {
            return ReadNamed(reading, cue, name, ahead);
        }

        if (cue.Subjects.Count > 0 && Hinted(reading, cue) is { } hinted)
        {
            OrderBy(reading, new Operand(hinted), cue.IsMaximum != IsOpposite(cue, hinted));
            return from;
        }

        return reading.PendingLimit is not null && from > 1 ? from : 0;
    }

    private static int ReadNamed(Reading reading, SuperlativeCue cue, NameMention name, int ahead)
    {
        reading.At += ahead;
        var column = name.IsTable ? null : ColumnChoice.Choose(reading, name, candidate => candidate.IsNumeric || candidate.IsTemporal);
        reading.At -= ahead;
        var isMeasured = column is { IsNumeric: true } or { IsTemporal: true } or { IsYear: true };
        if (column is not null && (isMeasured || cue.Subjects.Count == 0 && name.Table is null))
        {
            var asksForIt = AsksForIt(reading);
            if (asksForIt && isMeasured)
            {
                SelectionRules.Place(reading, new Operand(column, cue.IsMaximum ? AggregateFunction.Maximum : AggregateFunction.Minimum),
                    name);
            }
            else if (asksForIt)
            {
                reading.Draft.Selected.Add(new Operand(column));
                OrderBy(reading, Operand.CountOf(null), cue.IsMaximum);
            }
            else
            {
                OrderBy(reading, new Operand(column), cue.IsMaximum);
            }

            reading.LastTable = column.Table;
            return ahead + 1;
        }

        reading.LastTable = name.Table ?? column?.Table;
        if (Hinted(reading, cue) is not { } hinted)
        {
            return 0;
        }

        OrderBy(reading, new Operand(hinted), cue.IsMaximum != IsOpposite(cue, hinted));
        return ahead;
    }

    /// <summary><c>highest average price</c>.</summary>
    private static int ReadAggregated(Reading reading, SuperlativeCue cue, AggregateFunction function, int ahead)
    {
        var at = reading.Ahead(ahead + 1, mention => Reading.IsFiller(mention) || mention is CueMention { Cue: OfCue });
        if (reading.Peek(at) is not NameMention name)
        {
            return 0;
        }

        reading.At += at;
        var column = ColumnChoice.Choose(reading, name, candidate => candidate.IsMeasure);
        reading.At -= at;
        var operand = column is null || (!column.IsMeasure && function is AggregateFunction.Sum)
            ? Operand.CountOf(name.Table ?? column?.Table) : new Operand(column, function);
        OrderBy(reading, operand, cue.IsMaximum);
        reading.LastTable = operand.Table;
        return at + 1;
    }

    /// <summary>Nothing but aggregates is asked for so far, so the extreme itself is the answer.</summary>
    public static bool AsksForIt(Reading reading) =>
        reading.Clause is Clause.Select && reading.Draft.Selected.TrueForAll(operand => operand.IsAggregate) && !reading.AsksWhich
            && reading.PendingLimit is null && (reading.Draft.Subject is null || reading.Draft.Selected.Count > 0);

    private static void OrderBy(Reading reading, Operand operand, bool isDescending)
    {
        reading.Draft.Order.Add((operand, isDescending));
        reading.Draft.Limit = reading.PendingLimit ?? 1;
        reading.PendingLimit = null;
        reading.Pending = null;
    }

    private static IndexedColumn? Hinted(Reading reading, SuperlativeCue cue)
    {
        string[] words = cue.Subjects.Count > 0
            ? [.. cue.Subjects, .. cue.OppositeSubjects]
            : ["height", "elevation", "altitude", "population", "size", "area", "capacity", "amount", "total", "enrollment", "score",
            "rating"];
        var near = reading.LastTable ?? reading.Draft.Subject;
        return ColumnChoice.ByWords(reading, words, column =>
            (column.IsNumeric || column.IsTemporal || column.IsYear
            || (cue.Subjects is [not "date", ..] || (cue.Subjects.Count > 0 && column.Table == near)))
            && (near is null || reading.Index.Joins.Distance(near, column.Table) < 2));
    }

    private static bool IsOpposite(SuperlativeCue cue, IndexedColumn column) =>
        !cue.Subjects.Any(word => column.Words.Contains(word)) && cue.OppositeSubjects.Any(word => column.Words.Contains(word));
}
