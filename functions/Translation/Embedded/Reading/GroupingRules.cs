using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>For each, by, per.</summary>
internal static class GroupingRules
{
    public static int ReadEach(Reading reading)
    {
        var word = reading.Phrase(reading.Current).ToLowerInvariant();
        var ahead = reading.Ahead(1, mention => Reading.IsFiller(mention) || mention is CueMention { Cue: OfCue });
        if (reading.Peek(ahead) is not NameMention name)
        {
            return word == "by" && reading.PeekCue(ahead) is CountCue ? BeginOrder(reading) : 0;
        }

        if (word == "by" && name is { Metric: not null, Table: null })
        {
            return OrderByMetric(reading);
        }

        var selected = reading.Draft.Selected;
        var groups = word != "by"
            || (reading.Clause is Clause.Select && reading.Draft.Limit is null
            && selected.TrueForAll(operand => operand.IsAggregate || operand.Column is { IsMeasure: true })
            && (selected.Count > 0
            || ((reading.Fallback.Count > 0 || (name.Table is not null && reading.Draft.Subject is { Label: null })) && reading.Peek(-1) is NameMention && reading.Peek(ahead + 1) is not ValueMention)));
        if (!groups)
        {
            return BeginOrder(reading);
        }

        reading.GroupsImplyTotals |= word is "by" or "per";
        reading.At += ahead;
        Group(reading, name);
        reading.At -= ahead;
        return ahead + 1;
    }

    /// <summary><c>top 5 countries by</c> says what they are the top of.</summary>
    private static int BeginOrder(Reading reading)
    {
        if (reading.Draft.Limit is null || reading.Draft.Order.Count > 0)
        {
            return 0;
        }

        reading.Clause = Clause.Order;
        return 1;
    }

    /// <summary><c>customers by revenue</c>: the highest first.</summary>
    private static int OrderByMetric(Reading reading)
    {
        reading.Clause = Clause.Order;
        reading.OrderDirection ??= true;
        return 1;
    }

    public static int ReadPeriod(Reading reading, DateUnit unit)
    {
        reading.LastTable ??= reading.Names.Select(name => name.Table ?? name.Columns[0].Item.Table).FirstOrDefault();
        var named = reading.Names.SelectMany(name => name.Columns).Select(candidate => candidate.Item)
            .FirstOrDefault(column => column.IsTemporal);
        var column = named
            ?? ColumnChoice.ByWords(reading, ["ordered", "created", "date", "time", "at", "day"], candidate => candidate.IsTemporal);
        if (column is null)
        {
            return 0;
        }

        var operand = new Operand(column, Period: unit);
        reading.Draft.Groups.Add(operand);
        reading.GroupsImplyTotals = true;
        return 1;
    }

    private static void Group(Reading reading, NameMention name)
    {
        if (name.Table is { } table && reading.Peek() is not NameMention { Table: null })
        {
            reading.LastTable = table;
            reading.Draft.Groups.Add(new Operand(table.Key ?? table.Label ?? table.Columns[0], Rows: table));
            return;
        }

        if (ColumnChoice.Choose(reading, name) is { } column)
        {
            reading.LastTable = column.Table;
            reading.Draft.Groups.Add(new Operand(column));
        }
    }
}
