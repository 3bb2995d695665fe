using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>A table or column, by the clause in which it is named.</summary>
internal static class NameRules
{
    public static int Read(Reading reading, NameMention name) => ReadFlag(reading, name) ? 1 : reading.Clause switch
    {
        Clause.Select => ReadSelected(reading, name),
        Clause.Order => ReadOrder(reading, name),
        _ => ReadCondition(reading, name),
    };

    /// <summary><c>active users</c>, <c>users who are not active</c>: a column of yes and no is a condition wherever it is named.</summary>
    private static bool ReadFlag(Reading reading, NameMention name)
    {
        if (name.IsTable || !name.Columns[0].Item.IsBoolean || reading.PeekCue() is ComparisonCue)
        {
            return false;
        }

        var isDenied = reading.Tokens[name.Start].Lower is ['i', 'n', ..] or ['u', 'n', ..] or ['n', 'o', 'n', ..]
            && !name.Columns[0].Item.Words.Contains(reading.Tokens[name.Start].Lemma);
        ValueRules.Filter(reading, new Operand(ColumnChoice.Choose(reading, name)!),
            new CompareTest(ComparisonOperator.Equal, reading.IsNegated == isDenied));
        return true;
    }

    private static int ReadSelected(Reading reading, NameMention name)
    {
        if (name.Table is { } table)
        {
            return ReadSelectedTable(reading, table);
        }

        if (IsVerb(reading, name))
        {
            reading.Clause = Clause.Where;
            return ReadCondition(reading, name);
        }

        var column = ColumnChoice.Choose(reading, name)!;
        reading.LastTable = column.Table;
        if (IsContext(reading, name))
        {
            return 1;
        }

        if (FilterFollows(reading, column))
        {
            reading.Pending = new Operand(column);
            return 1;
        }

        if (reading.Peek(-1) is ValueMention value && value.Candidates.Any(candidate => candidate.Item.Column == column)
            && reading.Draft.Filters.Count > 0)
        {
            return 1;
        }

        if (IsNameOfColumn(reading, name))
        {
            return 2;
        }

        var operand = new Operand(column);
        var isBare = reading.At == 0 && column.IsMeasure;
        if (isBare || SaysTotal(reading, name, column))
        {
            reading.SaidTotal.Add(operand);
        }

        reading.Draft.IsDistinct |= reading.WantsDistinct;
        reading.WantsDistinct = false;
        if (reading.AsksWhich)
        {
            reading.Fallback.Add(operand);
            reading.Clause = Clause.Where;
        }
        else
        {
            reading.Draft.Selected.Add(operand);
        }

        return 1;
    }

    private static int ReadSelectedTable(Reading reading, IndexedTable table)
    {
        reading.LastTable = table;
        reading.Draft.IsDistinct |= reading.WantsDistinct;
        reading.WantsDistinct = false;
        if (QualifiesNext(reading))
        {
            return 1;
        }

        var before = CueBefore(reading);
        var isOwner = reading.PeekCue(-1) is OfCue or WhereCue || (reading.Draft.Selected.Count > 0 && before is not AndCue);
        if (reading.Draft.Subject is null)
        {
            reading.Draft.Subject = table;
        }
        else
        {
            reading.Draft.Require(table);
        }

        if (!isOwner && table.Label is { } label)
        {
            var isListed = reading.PeekCue() is AndCue && reading.Peek(2) is NameMention || before is AndCue
                && reading.Draft.Selected.Count > 0;
            (isListed && !reading.AsksWhich ? reading.Draft.Selected : reading.Fallback).Add(new Operand(label));
        }

        if (reading.AsksWhich)
        {
            reading.Clause = Clause.Where;
        }

        return 1;
    }

    private static int ReadOrder(Reading reading, NameMention name)
    {
        if (name.Table is { } table)
        {
            if (reading.Draft is { Limit: not null, Subject: { } top } && HasMany(top, table) && !QualifiesNext(reading))
            {
                OrderingRules.Add(reading, Operand.CountOf(table));
            }
            else if (!QualifiesNext(reading) && reading.PeekCue(-1) is not OfCue && table.Label is { } label)
            {
                OrderingRules.Add(reading, new Operand(label));
            }

            reading.LastTable = table;
            return 1;
        }

        var column = ColumnChoice.Choose(reading, name)!;
        var summed = (SaysTotal(reading, name, column) || reading.Draft.Limit is not null) && column.IsMeasure && reading.Draft.Subject is { } subject && subject != column.Table;
        OrderingRules.Add(reading, Shown(reading, column) ?? new Operand(column, summed ? AggregateFunction.Sum : null));
        return 1;
    }

    private static bool HasMany(IndexedTable one, IndexedTable many) =>
        one != many && !one.Definition.ForeignKeys.Any(key => key.ReferencedTable.Equals(many.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The aggregate of the column that is shown already: <c>ordered by total amount</c>.</summary>
    private static Operand? Shown(Reading reading, IndexedColumn column) =>
        reading.Draft.Selected.FirstOrDefault(operand => operand.Column == column && operand.IsAggregate);

    private static int ReadCondition(Reading reading, NameMention name)
    {
        if (name.Table is { } table)
        {
            if (!QualifiesNext(reading))
            {
                reading.Draft.Require(table);
            }

            reading.LastTable = table;
            return 1;
        }

        var column = ColumnChoice.Choose(reading, name)!;
        reading.LastTable = column.Table;
        if (reading.Peek(-1) is ValueMention value && value.Candidates.Any(candidate => candidate.Item.Column == column))
        {
            return 1;
        }

        if (reading.Pending is { } unused && unused.Column != column && reading.Draft == (reading.Outer ?? reading.Draft))
        {
            reading.Draft.Require(unused.Table!);
        }

        reading.Pending = new Operand(column);
        reading.IsPendingWeak = name.Score < 0.6;
        return 1;
    }

    /// <summary>What stands after <c>of</c>, or is barely named, says where to look and not what to show.</summary>
    private static bool IsContext(Reading reading, NameMention name)
    {
        if (reading.Draft.Selected.Count == 0 || reading.WantsDistinct || reading.AsksWhich)
        {
            return false;
        }

        var before = CueBefore(reading);
        var groups = reading.Tokens.Take(name.Start).TakeLast(3).Any(token => token.Lower is "for")
            && reading.Draft.Selected.Exists(operand => operand.IsAggregate);
        return before is OfCue ? !groups && !FilterFollows(reading, name.Columns[0].Item) : name.Score < 0.5
            && before is not (AndCue or LeadCue or WhichCue);
    }

    /// <summary>The cue before the current mention, words that stand for nothing between them left aside.</summary>
    private static Cue? CueBefore(Reading reading)
    {
        var back = -1;
        while (reading.Peek(back) is WordMention)
        {
            back--;
        }

        return reading.PeekCue(back);
    }

    /// <summary><c>buildings managed by</c>: a participle after what is asked for opens a condition.</summary>
    private static bool IsVerb(Reading reading, NameMention name)
    {
        return name.Score < 0.99 && (reading.Draft.Subject is not null || reading.Draft.Selected.Count > 0)
            && reading.Peek(-1) is NameMention && IsParticiple(reading, name);
    }

    private static bool IsParticiple(Reading reading, NameMention name)
    {
        var token = reading.Tokens[name.Start];
        return name.Count == 1 && name.Score < 0.99
            && (token.Lower is "spent" or "sold" or "bought" or "made" or "won" or "held" or "paid"
                || token.Lower.EndsWith("ed", StringComparison.Ordinal) || token.Lower.EndsWith("ing", StringComparison.Ordinal));
    }

    private static bool SaysTotal(Reading reading, NameMention name, IndexedColumn column) =>
        column.IsMeasure && reading.Tokens[name.Start].Lower is "total"
            && reading.Index.Names.Find([reading.Tokens[name.Start + name.Count - 1]]).Columns
            .Exists(candidate => candidate.Item == column);

    /// <summary><c>names of colleges</c> where colleges are the values of a column.</summary>
    private static bool IsNameOfColumn(Reading reading, NameMention name) =>
        name.Count == 1 && reading.Tokens[name.Start].Lemma is "name" && reading.PeekCue() is OfCue
        && reading.Ahead(2, Reading.IsFiller) is var ahead
            && reading.Peek(ahead) is NameMention { IsTable: false, Score: > 0.8, Columns: [{ Item.IsText: true }, ..] };

    /// <summary>The table of <c>student names</c> only tells whose names.</summary>
    private static bool QualifiesNext(Reading reading)
    {
        var ahead = reading.PeekCue() is OfCue && reading.Tokens[reading.Peek()!.Start].Lower == "'s" ? 2 : 1;
        return reading.Peek(ahead) is NameMention { Table: null } next && !IsParticiple(reading, next)
            && (ahead == 2 || reading.Peek()!.Start == reading.Current.End);
    }

    /// <summary><c>in department History</c>, <c>status is 'open'</c>.</summary>
    private static bool FilterFollows(Reading reading, IndexedColumn column)
    {
        var ahead = reading.Ahead(1, mention => mention is WordMention or CueMention { Cue: WhereCue { IsStrong: false } });
        return reading.Peek(ahead) switch
        {
            ValueMention value => ahead == 1 && value.Candidates.Any(candidate => candidate.Item.Column == column),
            TextMention or NumberMention => ahead == 1,
            CueMention { Cue: ComparisonCue or BetweenCue or TextMatchCue or NullCue } => reading.Draft.Selected.Count > 0,
            _ => false,
        };
    }
}
