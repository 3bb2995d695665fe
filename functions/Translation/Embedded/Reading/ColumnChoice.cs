using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Chooses among the columns that words may name, by what else the question speaks of.</summary>
internal static class ColumnChoice
{
    /// <summary>The best column for a mention; null when it names none.</summary>
    public static IndexedColumn? Choose(Reading reading, NameMention mention, Func<IndexedColumn, bool>? preferred = null)
    {
        var owner = OwnerAfter(reading) ?? OwnerBefore(reading);
        return WithLabel(reading, mention, owner)
            .OrderByDescending(candidate =>
                candidate.Score + Fit(reading, candidate.Item, owner) + (preferred?.Invoke(candidate.Item) == true ? 0.3 : 0))
            .FirstOrDefault()?.Item;
    }

    /// <summary>The name of a thing is its label, whatever the column is called.</summary>
    private static IEnumerable<Candidate<IndexedColumn>> WithLabel(Reading reading, NameMention mention, IndexedTable? owner) =>
        mention.Count == 1 && reading.Tokens[mention.Start].Lemma is "name" && owner?.Label is { } label
            ? mention.Columns.Append(new Candidate<IndexedColumn>(label, 0.7)) : mention.Columns;

    /// <summary>The column of a table, or else of its neighbours, whose name holds one of the words; the first word counts most.</summary>
    public static IndexedColumn? ByWords(Reading reading, IReadOnlyList<string> words, Func<IndexedColumn, bool> accepts)
    {
        IndexedColumn? best = null;
        var bestScore = double.NegativeInfinity;
        foreach (var column in reading.Index.Tables.SelectMany(table => table.Columns).Where(accepts))
        {
            var rank = words.TakeWhile(word => !column.Words.Any(part => Matches(part, word))).Count();
            if (rank == words.Count)
            {
                continue;
            }

            var score = Fit(reading, column, null) * 2 - rank * 0.04 - column.Words.Count * 0.02 - (column.IsIdentifier ? 0.5 : 0);
            if (score > bestScore && score > -0.5)
            {
                (best, bestScore) = (column, score);
            }
        }

        return best;
    }

    public static double Fit(Reading reading, IndexedColumn column, IndexedTable? owner)
    {
        var table = column.Table;
        var fit = 0.0;
        if (table == owner)
        {
            fit += 0.45;
        }

        if (reading.IsMentioned(table))
        {
            fit += 0.25;
        }

        if (table == reading.Draft.Subject)
        {
            fit += 0.15;
        }

        if (table == reading.LastTable)
        {
            fit += 0.15;
        }

        var anchor = owner ?? reading.LastTable ?? reading.Draft.Subject;
        if (anchor is not null)
        {
            fit -= 0.08 * Math.Min(5, reading.Index.Joins.Distance(anchor, table));
        }

        return fit - (column.IsForeignKey && !column.IsPrimaryKey ? 0.08 : 0);
    }

    /// <summary>The table in <c>name and age of students</c>.</summary>
    private static IndexedTable? OwnerAfter(Reading reading)
    {
        var ahead = 1;
        while (reading.Peek(ahead) is { } mention)
        {
            switch (mention)
            {
                case CueMention { Cue: OfCue or WhereCue { IsStrong: false } }:
                    var next = reading.Ahead(ahead + 1, other => Reading.IsFiller(other)
                        || other is CueMention { Cue: EachCue or SuperlativeCue or WhichCue });
                    return (reading.Peek(next) as NameMention)?.Table;
                case NameMention or WordMention or CueMention { Cue: AndCue or AggregateCue or CountCue or DistinctCue }:
                    ahead++;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The table in <c>student names</c> and <c>each student's name</c>.</summary>
    private static IndexedTable? OwnerBefore(Reading reading) => reading.Peek(-1) switch
    {
        NameMention { Table: { } table } => table,
        CueMention { Cue: OfCue } possessive when reading.Tokens[possessive.Start].Lower == "'s" =>
            (reading.Peek(-2) as NameMention)?.Table,
        _ => null,
    };

    private static bool Matches(string part, string word) =>
        part == word || (word.Length > 3 && part.StartsWith(word, StringComparison.Ordinal));
}
