using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Comparisons with numbers, dates, texts and aggregates.</summary>
internal static class ComparisonRules
{
    public static int Read(Reading reading, ComparisonCue cue)
    {
        var ahead = reading.Ahead(1, mention =>
            mention is WordMention or CueMention { Cue: WhereCue { IsStrong: false } or OfCue or DistinctCue } or CueMention
            {
                Count: 1,
                Cue: OrCue
            });
        var comparison = reading.IsNegated ? Negate(cue.Operator) : cue.Operator;
        if (reading.Peek(ahead) is NameMention { IsTable: false } measured
            && reading.Ahead(ahead + 1, mention => mention is WordMention) is var valueAt && reading.Peek(valueAt) is NumberMention)
        {
            reading.Pending = new Operand(ColumnChoice.Choose(reading, measured, column => column.IsMeasure));
            ahead = valueAt;
        }

        var next = reading.Peek(ahead);
        switch (next)
        {
            case DateMention date when reading.Pending is not { IsAggregate: true }:
                return WithSubject(reading, cue, () => ValueRules.ReadDate(reading, date.Range, cue with { Operator = comparison })) is > 0
                    ? ahead + 1 : 0;
            case NumberMention or DateMention { Range.Year: not null }:
                return Compare(reading, comparison, ahead, cue.Subjects, cue.OppositeSubjects);
            case CueMention { Cue: AggregateCue aggregate }:
                return CompareWithAggregate(reading, comparison, aggregate.Function, ahead, cue.Subjects);
            case CueMention { Cue: SuperlativeCue superlative }:
                return CompareWithAggregate(reading, comparison, superlative.IsMaximum
                    ? AggregateFunction.Maximum : AggregateFunction.Minimum, ahead, cue.Subjects);
            case TextMention text when reading.Pending is { } pending:
                ValueRules.Filter(reading, pending, new CompareTest(comparison, text.Text));
                return ahead + 1;
            case ValueMention value when reading.Pending is { } pending
                && cue.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual):
                ValueRules.Filter(reading, pending, new CompareTest(comparison, value.Candidates[0].Item.Value));
                return ahead + 1;
            default:
                reading.IsNegated |= cue.Operator is ComparisonOperator.NotEqual;
                return cue.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual ? 1 : 0;
        }
    }

    /// <summary>Compares with the number that is <paramref name="ahead"/>; what it counts or measures may stand before or after
    /// it.</summary>
    public static int Compare(Reading reading, ComparisonOperator comparison, int ahead, IReadOnlyList<string> subjects,
        IReadOnlyList<string> opposite)
    {
        var number = reading.Peek(ahead) switch
        {
            NumberMention mention => mention.Value,
            DateMention { Range.Year: { } year } => year,
            _ => (decimal?)null,
        };
        if (number is null)
        {
            return 0;
        }

        var taken = ahead + 1;
        if (reading.Peek(taken) is NumberMention { Value: 100 or 1_000 or 1_000_000 } factor)
        {
            number *= factor.Value;
            taken++;
        }

        if (reading.PeekCue(taken) is OrMoreCue orMore && reading.Peek(taken + 1) is not (NumberMention or DateMention))
        {
            comparison = orMore.Operator;
            taken++;
        }

        var (operand, more) = Measured(reading, taken, subjects, opposite);
        if (operand is null)
        {
            return 0;
        }

        if (operand.Column is { } column && opposite.Any(word => column.Words.Contains(word))
            && !subjects.Any(word => column.Words.Contains(word)))
        {
            comparison = Flip(comparison);
        }

        ValueRules.Filter(reading, operand, new CompareTest(comparison, number.Value));
        if (reading.Clause is Clause.Select)
        {
            reading.Clause = Clause.Where;
        }

        return taken + more;
    }

    public static int ReadBetween(Reading reading)
    {
        var first = reading.Ahead(1, mention => mention is WordMention);
        var second = reading.Ahead(first + 1, mention => mention is WordMention or CueMention { Cue: AndCue or WhereCue });
        switch (reading.Peek(first), reading.Peek(second))
        {
            case (DateMention low, DateMention high) when DateOperand(reading, low) is { } column:
                ValueRules.Filter(reading, new Operand(column), low.Range.Year is { } from && high.Range.Year is { } to
                    && !column.IsTemporal
                    ? new RangeTest((decimal)from, (decimal)to)
                    : new PeriodTest(low.Range.From, high.Range.Until));
                return second + 1;
            case (NumberMention low, NumberMention high) when Measured(reading, second + 1, [], []) is ({ } operand, var more):
                ValueRules.Filter(reading, operand, new RangeTest(low.Value, high.Value));
                return second + 1 + more;
            case (DateMention { Range.Year: { } low }, DateMention { Range.Year: { } high }) when Measured(reading, second + 1, [],
                []) is ({ } operand, var more):
                ValueRules.Filter(reading, operand, new RangeTest((decimal)low, (decimal)high));
                return second + 1 + more;
            default:
                return 0;
        }
    }

    public static int ReadTextMatch(Reading reading, TextMatchKind kind)
    {
        var ahead = reading.Ahead(1, mention =>
            mention is WordMention or CueMention { Cue: AggregateCue or LeadCue or WhereCue { IsStrong: false } } or NameMention { Score: < 0.7 });
        var text = reading.Peek(ahead) switch
        {
            TextMention mention => mention.Text,
            ValueMention mention when reading.Pending is not null || reading.Tokens[mention.Start].Kind is Language.TokenKind.Quoted =>
                reading.Phrase(mention),
            NumberMention mention => mention.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        var column = reading.Pending?.Column ?? (reading.LastTable ?? reading.Draft.Subject)?.Label
            ?? reading.Draft.Selected.FirstOrDefault()?.Column;
        if (text is null || column is null)
        {
            return 0;
        }

        ValueRules.Filter(reading, new Operand(column), new TextTest(kind, text, reading.IsNegated));
        return ahead + 1;
    }

    public static int ReadNull(Reading reading, bool isNegated)
    {
        var column = reading.Pending?.Column ?? reading.Draft.Selected.LastOrDefault()?.Column;
        if (column is null)
        {
            return 0;
        }

        ValueRules.Filter(reading, new Operand(column), new NullTest(isNegated));
        return 1;
    }

    /// <summary><c>signed up</c>: dates that follow are those of the event.</summary>
    public static int ReadEvent(Reading reading, EventCue cue)
    {
        if (ColumnChoice.ByWords(reading, cue.Subjects, column => column.IsTemporal) is { } column
            && (reading.Draft.Subject is null || reading.Index.Joins.Distance(reading.Draft.Subject, column.Table) < 3))
        {
            reading.Pending = new Operand(column);
            reading.PendingIsEvent = true;
        }

        return 1;
    }

    private static IndexedColumn? DateOperand(Reading reading, DateMention date) =>
        reading.Pending?.Column is { } pending && (pending.IsTemporal || pending.IsYear)
            ? pending
            : reading.Pending is null
                ? ColumnChoice.ByWords(reading, ["created", "year", "date", "time", "at", "day"], column => column.IsTemporal
                || (date.Range.Year is not null && column.IsYear)) : null;

    private static int CompareWithAggregate(Reading reading, ComparisonOperator comparison, AggregateFunction function, int ahead,
        IReadOnlyList<string> subjects)
    {
        var after = reading.Ahead(ahead + 1, mention => mention is WordMention or CueMention { Cue: OfCue });
        IndexedColumn? column = null;
        var taken = ahead + 1;
        if (reading.Peek(after) is NameMention { Columns.Count: > 0, IsTable: false } name)
        {
            reading.At += after;
            column = ColumnChoice.Choose(reading, name, candidate => candidate.IsMeasure);
            reading.At -= after;
            taken = after + 1;
        }

        column ??= reading.Pending?.Column
            ?? (subjects.Count > 0 ? ColumnChoice.ByWords(reading, subjects, candidate => candidate.IsMeasure) : null);
        var left = reading.Pending?.Column ?? column;
        if (column is null || left is null)
        {
            return 0;
        }

        ValueRules.Filter(reading, new Operand(left), new AggregateTest(comparison, function, column));
        return taken;
    }

    /// <summary>What a number measures: the column named before, the table or column named after, or what the comparison itself speaks
    /// of.</summary>
    private static (Operand? Operand, int Taken) Measured(Reading reading, int after, IReadOnlyList<string> subjects,
        IReadOnlyList<string> opposite)
    {
        var ahead = reading.Ahead(after, Reading.IsFiller);
        if (reading.Pending is null && IsTimes(reading, after))
        {
            return (Operand.CountOf(reading.LastTable), ahead - after);
        }

        if (reading.Peek(ahead) is NameMention { Table: { } counted } && (reading.Pending is null || reading.IsPendingWeak))
        {
            reading.LastTable = counted;
            return (Operand.CountOf(counted), ahead + 1 - after);
        }

        if (reading.Pending is { } pending && (pending.IsAggregate || pending.Column is { IsText: false } || subjects.Count == 0))
        {
            return (pending, 0);
        }

        if (reading.Peek(ahead) is NameMention { Columns.Count: > 0 } name)
        {
            reading.At += ahead;
            var column = ColumnChoice.Choose(reading, name, candidate => candidate.IsMeasure)!;
            reading.At -= ahead;
            return (column.IsMeasure
                ? new Operand(column) : new Operand(column, AggregateFunction.Count, IsDistinct: false), ahead + 1 - after);
        }

        if (subjects.Count + opposite.Count > 0
            && ColumnChoice.ByWords(reading, [.. subjects, .. opposite], candidate => !candidate.IsIdentifier) is { } hinted)
        {
            return (new Operand(hinted), 0);
        }

        var last = reading.Draft.Selected.LastOrDefault(operand => operand is { Column.IsMeasure: true, Function: null });
        var only = (reading.LastTable ?? reading.Draft.Subject)?.Columns.Where(column => column.IsMeasure && !column.IsYear).Take(2)
            .ToList();
        return last is not null ? (last, 0) : only is [var single] ? (new Operand(single), 0) : (null, 0);
    }

    /// <summary><c>more than twice</c>, <c>at least 3 times</c>.</summary>
    private static bool IsTimes(Reading reading, int after) =>
        reading.Peek(after - 1) is { } number && reading.Tokens[number.Start].Lower is "once" or "twice"
            || (reading.Peek(after) is WordMention { Token.Lemma: "time" });

    private static int WithSubject(Reading reading, ComparisonCue cue, Func<int> read)
    {
        if (reading.Pending?.Column is not { } pending || !(pending.IsTemporal || pending.IsYear))
        {
            reading.Pending = cue.Subjects.Count > 0 && cue.Subjects[0] is not ("date" or "age")
                && ColumnChoice.ByWords(reading, cue.Subjects, column => column.IsTemporal) is { } column
                ? new Operand(column) : reading.Pending;
        }

        return read();
    }

    private static ComparisonOperator Flip(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => comparison,
    };

    private static ComparisonOperator Negate(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        _ => ComparisonOperator.Equal,
    };
}
