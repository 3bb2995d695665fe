using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>What the answer shows: columns, counts and other aggregates.</summary>
internal static class SelectionRules
{
    /// <summary><c>List ...</c>: a new sentence says what to show in place of what the first one implied.</summary>
    public static int ReadLead(Reading reading)
    {
        if (reading.At > 0)
        {
            NegationRules.Leave(reading);
            reading.Clause = Clause.Select;
            reading.Pending = null;
            reading.LastTable = reading.Draft.Groups.LastOrDefault()?.Table ?? reading.Draft.Subject ?? reading.LastTable;
            reading.AsksWhich = false;
        }

        return 1;
    }

    public static int ReadWhere(Reading reading, bool isStrong)
    {
        var hasAsked = reading.Draft.Selected.Count > 0 || reading.Draft.Subject is not null || reading.Fallback.Count > 0;
        if (hasAsked && reading.Clause is Clause.Select && (isStrong || reading.AsksWhich || reading.Draft.Subject is not null))
        {
            reading.Clause = Clause.Where;
        }
        else if (isStrong && reading.Clause is Clause.Order)
        {
            reading.Clause = Clause.Where;
        }

        if (isStrong)
        {
            reading.Pending = null;
        }

        return 1;
    }

    public static int ReadCount(Reading reading, CountCue cue)
    {
        var ahead = reading.Ahead(1, Reading.IsFiller);
        var isDistinct = Enumerable.Range(1, ahead - 1).Any(at => reading.PeekCue(at) is DistinctCue) || reading.WantsDistinct;
        if (reading.Peek(ahead) is NameMention { IsTable: false, Columns: [{ Item.IsBoolean: true }, ..] } flag
            && reading.Peek(ahead + 1) is NameMention { IsTable: true })
        {
            NameRules.Read(reading, flag);
            ahead++;
        }

        // "number of female students"
        while (reading.Peek(ahead) is ValueMention value && reading.Peek(ahead + 1) is NameMention or ValueMention)
        {
            ValueRules.ReadStored(reading, value);
            ahead++;
        }

        if (reading.PeekCue(ahead) is CountCue)
        {
            return ahead;
        }

        if (reading.Peek(ahead) is not NameMention name)
        {
            if (cue.IsQuestion && !reading.Draft.Selected.Exists(operand => operand.Function is AggregateFunction.Count))
            {
                reading.Draft.Selected.Add(Operand.CountOf(null));
            }

            return 1;
        }

        var operand = AmountOf(reading, name) ?? CountOperand(reading, name, ahead, isDistinct, cue.IsQuestion);
        reading.WantsDistinct = false;
        Place(reading, operand, name);
        if (cue.IsQuestion && reading.Clause is Clause.Select && operand.IsAggregate)
        {
            reading.Clause = Clause.Where;
        }

        return ahead + 1;
    }

    /// <summary>An aggregate goes where the clause puts it: shown, compared or ordered by.</summary>
    public static void Place(Reading reading, Operand operand, NameMention? name)
    {
        if (operand.Table is { } table)
        {
            reading.LastTable = table;
            if (reading.Clause is Clause.Select && name is not null)
            {
                reading.Draft.Subject ??= table;
            }
        }

        switch (reading.Clause)
        {
            case Clause.Select:
                reading.Draft.Selected.Add(operand);
                break;
            case Clause.Order:
                OrderingRules.Add(reading, operand);
                break;
            default:
                ShowUnused(reading);
                reading.Pending = operand;
                break;
        }
    }

    /// <summary>An aggregate that nothing was compared with was meant to be shown.</summary>
    public static void ShowUnused(Reading reading)
    {
        if (reading.Pending is { IsAggregate: true } unused && !reading.Draft.Having.Exists(filter => filter.Operand == unused))
        {
            if (reading.Outer is not null && unused.Column?.Metric is { } excluded)
            {
                reading.Draft.MetricRows = excluded.Condition;
                reading.Pending = null;
                return;
            }

            (reading.Outer ?? reading.Draft).Selected.Add(unused);
            reading.Pending = null;
        }
    }

    public static int ReadAggregate(Reading reading, AggregateFunction function)
    {
        if (function is AggregateFunction.Minimum or AggregateFunction.Maximum && !SuperlativeRules.AsksForIt(reading)
            && reading.PeekCue(-1) is not AndCue && reading.Draft.Selected.Exists(operand => !operand.IsAggregate))
        {
            return SuperlativeRules.Read(reading, new SuperlativeCue(function is AggregateFunction.Maximum, [], []));
        }

        var ahead = reading.Ahead(1, mention => Reading.IsFiller(mention) || mention is CueMention { Cue: OfCue or CountCue });
        if (reading.Peek(ahead) is CueMention { Cue: AndCue or OrCue or AggregateCue or SuperlativeCue }
            && ColumnAhead(reading, ahead) is { } shared)
        {
            Place(reading, new Operand(shared, function), null);
            return 1;
        }

        // "average order value": the table only says whose value.
        if (reading.Peek(ahead) is NameMention { Table: { } owner } qualifier
            && reading.Peek(ahead + 1) is NameMention { IsTable: false, Columns: var owned } next && next.Start == qualifier.End
            && owned.Any(candidate => candidate.Item.IsMeasure))
        {
            reading.LastTable = owner;
            ahead++;
        }

        if (reading.Peek(ahead) is not NameMention name)
        {
            return 0;
        }

        reading.At += ahead;
        var column = ColumnChoice.Choose(reading, name, candidate => candidate.IsMeasure);
        reading.At -= ahead;
        if (column is null
            || (!column.IsMeasure && function is AggregateFunction.Sum or AggregateFunction.Average && name.Table is not null))
        {
            return name.Table is { } table && MeasureOf(reading, table, function) is { } measure
                ? PlaceMeasure(reading, measure, function, ahead) : 0;
        }

        Place(reading, new Operand(column, function, IsDistinct: false), name);
        return ahead + 1;
    }

    public static int ReadKind(Reading reading, KindCue kind)
    {
        var ahead = reading.Ahead(1, mention => mention is WordMention or CueMention { Cue: WhereCue or OfCue or EachCue });
        if (reading.Peek(ahead) is NameMention { Table: { } table })
        {
            reading.LastTable = table;
        }

        if (ColumnChoice.ByWords(reading, kind.Subjects, _ => true) is not { } column)
        {
            return 0;
        }

        reading.Draft.Selected.Add(new Operand(column));
        reading.AsksWhich = true;
        return 1;
    }

    private static int PlaceMeasure(Reading reading, IndexedColumn measure, AggregateFunction function, int ahead)
    {
        Place(reading, new Operand(measure, function), null);
        return ahead + 1;
    }

    /// <summary>What is summed when only a table is named: its one amount.</summary>
    private static IndexedColumn? MeasureOf(Reading reading, IndexedTable table, AggregateFunction function)
    {
        reading.LastTable = table;
        return function is AggregateFunction.Sum or AggregateFunction.Average
            ? table.Columns
                .FirstOrDefault(column => column.IsMeasure && column.Words.Any(word => word is "amount" or "total" or "value" or "price"))
            : null;
    }

    private static Operand CountOperand(Reading reading, NameMention name, int ahead, bool isDistinct, bool isQuestion)
    {
        if (name.Table is { } table)
        {
            return MetricRules.CountOf(reading, table);
        }

        reading.At += ahead;
        var column = ColumnChoice.Choose(reading, name)!;
        reading.At -= ahead;
        if (isQuestion && column.IsMeasure && !isDistinct)
        {
            return new Operand(column);
        }

        return new Operand(column, AggregateFunction.Count, IsDistinct: isDistinct || !column.IsPrimaryKey);
    }

    /// <summary><c>total amount of grants</c> where grants have an amount.</summary>
    private static Operand? AmountOf(Reading reading, NameMention name) =>
        reading.Phrase(reading.Current).Contains("amount", StringComparison.OrdinalIgnoreCase) && name.Table is { } table
        && table.Columns.FirstOrDefault(column => column.IsMeasure && column.Words.Contains("amount")) is { } amount
            ? new Operand(amount, AggregateFunction.Sum)
            : null;

    /// <summary>The column that <c>minimum, maximum and average</c> share.</summary>
    public static IndexedColumn? ColumnAhead(Reading reading, int from)
    {
        var ahead = reading.Ahead(from, mention => mention is not (NameMention or CueMention { Cue: WhereCue or StopCue }));
        if (reading.Peek(ahead) is not NameMention name)
        {
            return null;
        }

        reading.At += ahead;
        var column = ColumnChoice.Choose(reading, name, candidate => candidate.IsMeasure);
        reading.At -= ahead;
        return column;
    }
}
