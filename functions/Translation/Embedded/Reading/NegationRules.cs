using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Not, without, never, but not.</summary>
internal static class NegationRules
{
    /// <summary>Negates the value or comparison that follows, or excludes rows that have what follows.</summary>
    public static int Read(Reading reading)
    {
        if (reading.Current == reading.SpentNegation)
        {
            return 1;
        }

        var ahead = reading.Ahead(1, mention => Reading.IsFiller(mention)
            || mention is NameMention { Score: < 0.5, Tables.Count: 0, Columns: [{ Item.IsBoolean: false }, ..] }
            || mention is CueMention { Cue: WhereCue { IsStrong: false } or EachCue or OfCue or EventCue });
        var subject = reading.Draft.Subject ?? reading.Draft.Selected.FirstOrDefault(operand => operand.Table is not null)?.Table;
        if (reading.Peek(ahead) is NameMention { IsTable: false } unnamed
            && unnamed.Columns.Select(candidate => candidate.Item)
            .FirstOrDefault(column => column.Table == subject && !column.IsBoolean) is { } missing
            && reading.Peek(ahead + 1) is null or CueMention { Cue: StopCue or AndCue } && reading.Current is CueMention
            && IsLacking(reading))
        {
            ValueRules.Filter(reading, new Operand(missing), new NullTest(IsNegated: false));
            return ahead + 1;
        }

        var excluded = reading.Peek(ahead) switch
        {
            NameMention { Table: { } table } when table != subject => table,
            NameMention { Columns: [var named, ..] } name when subject is not null
                && name.Columns.All(candidate => candidate.Item.Table != subject)
                && reading.PeekCue(ahead + 1) is StopCue or AndCue or null && reading.Peek(ahead + 1) is null or CueMention =>
                named.Item.Table,
            ValueMention value when subject is not null && value.Candidates.All(candidate => candidate.Item.Column.Table != subject) =>
                value.Candidates[0].Item.Column.Table,
            _ => EventTable(reading, ahead, subject),
        };
        if (excluded is not null && subject is not null && reading.Outer is null && !IsQualifier(reading, ahead))
        {
            reading.Draft.Subject ??= subject;
            Enter(reading, excluded);
            return 1;
        }

        reading.IsNegated = true;
        reading.IsDenied = reading.Phrase(reading.Current).ToLowerInvariant().Split(' ')
            .Any(word => word is "no" or "never" or "without" or "have" or "has" or "had"
            || word.StartsWith("do", StringComparison.Ordinal) || word.StartsWith("did", StringComparison.Ordinal));
        reading.Clause = reading.Clause is Clause.Select && reading.Draft.Selected.Count > 0 ? Clause.Where : reading.Clause;
        return 1;
    }

    /// <summary><c>but not</c>: what follows is taken away from what was asked for.</summary>
    public static int ReadExcept(Reading reading)
    {
        NegationRules.Leave(reading);
        if (!reading.Draft.HasConditions)
        {
            return Read(reading);
        }

        var except = new Draft { Subject = reading.Draft.Subject };
        reading.Draft.Except = except;
        reading.Outer = reading.Draft;
        reading.Draft = except;
        reading.Clause = Clause.Where;
        return 1;
    }

    /// <summary><c>but ... not</c> takes away what stands between, too.</summary>
    public static int ReadBut(Reading reading)
    {
        var ahead = reading.Ahead(1, mention => mention is not CueMention { Cue: NotCue or StopCue });
        if (reading.PeekCue(ahead) is not NotCue)
        {
            return 1;
        }

        reading.SpentNegation = reading.Peek(ahead);
        return ReadExcept(reading);
    }

    /// <summary>Back to the draft of the whole question.</summary>
    public static void Leave(Reading reading)
    {
        if (reading.Outer is { } outer)
        {
            reading.Draft = outer;
            reading.Outer = null;
        }
    }

    private static void Enter(Reading reading, IndexedTable excluded)
    {
        var exclusion = new Draft { Subject = excluded };
        reading.Draft.Exclusions.Add(exclusion);
        reading.Outer = reading.Draft;
        reading.Draft = exclusion;
        reading.Clause = Clause.Where;
        reading.Pending = null;
    }

    /// <summary>The table of the rows that an event leaves: <c>never ordered</c> of <c>orders</c>.</summary>
    private static IndexedTable? EventTable(Reading reading, int ahead, IndexedTable? subject)
    {
        for (var at = 1; at <= ahead; at++)
        {
            if (reading.Peek(at) is { } mention && mention.Start < reading.Tokens.Count)
            {
                var stem = Language.Lemmas.Stem(reading.Tokens[mention.Start].Lemma);
                var table = reading.Index.Tables
                    .FirstOrDefault(candidate => candidate != subject && candidate.Words.Count == 1
                    && Language.Lemmas.Stem(candidate.Words[0]) == stem);
                if (table is not null)
                {
                    return table;
                }

                if (reading.Peek(at) is CueMention { Cue: EventCue happened }
                    && ColumnChoice.ByWords(reading, happened.Subjects, column => column.IsTemporal
                    && column.Table != subject) is { } dated)
                {
                    return dated.Table;
                }
            }
        }

        return reading.Peek(ahead) is null or CueMention { Cue: StopCue } && subject is not null
            && reading.Tokens[reading.Current.Start + reading.Current.Count - 1].Lower is "never" or "been"
            ? OnlyChild(reading, subject) : null;
    }

    private static bool IsLacking(Reading reading) =>
        reading.Phrase(reading.Current).ToLowerInvariant().Split(' ')[^1] is "no" or "without" or "any" or "a" or "have" or "lack" or "lacks" or "lacking";

    /// <summary>The one table whose rows point at the subject: what <c>never used</c> speaks of when it names nothing.</summary>
    private static IndexedTable? OnlyChild(Reading reading, IndexedTable subject)
    {
        var children = reading.Index.Joins.From(subject).Where(edge => edge.From == subject.Key)
            .Select(edge => edge.To.Table).Distinct().Take(2).ToList();
        return children is [var only] ? only : null;
    }

    private static bool IsQualifier(Reading reading, int ahead) =>
        reading.Peek(ahead) is NameMention name && reading.Peek(ahead + 1) is NameMention { Table: null } next && next.Start == name.End;
}
