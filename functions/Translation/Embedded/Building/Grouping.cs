using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded.Building;

/// <summary>What rows are grouped by.</summary>
internal static class Grouping
{
    /// <summary>Every plain column that is shown is among the keys, as most databases demand.</summary>
    public static List<Expression> KeysOf(Draft draft)
    {
        var aggregates = draft.Selected.Concat(draft.Order.Select(order => order.Operand))
            .Concat(draft.Having.Select(filter => filter.Operand)).Where(operand => operand.IsAggregate).ToList();
        var plain = draft.Selected.Where(operand => !operand.IsAggregate).ToList();
        if (aggregates.Count == 0 || (plain.Count == 0 && draft.Groups.Count == 0))
        {
            return draft.Groups.Count > 0 && aggregates.Count > 0 ? [.. draft.Groups.Select(Key)] : [];
        }

        var keys = new List<Expression>();
        if (draft.Groups.Count == 0 && Identity(draft, plain, aggregates) is { } identity)
        {
            keys.Add(new ColumnValue(identity));
        }

        keys.AddRange(draft.Groups.Select(Key));
        keys.AddRange(plain.Select(Expressions.Of));
        keys.AddRange(draft.Order.Where(order => !order.Operand.IsAggregate).Select(order => Expressions.Of(order.Operand)));
        return [.. keys.Distinct()];
    }

    private static Expression Key(Operand group) => Expressions.Of(group with { Function = null, Rows = null });

    private static bool NamesARow(Operand operand) =>
        operand.Column is { } column && (column == column.Table.Key || column == column.Table.Label || column.Words[^1] is "name" or "title");

    /// <summary>The key of the table whose names are shown, so that two customers of one name stay two. Not of the table whose rows are
    /// counted.</summary>
    private static IndexedColumn? Identity(Draft draft, List<Operand> plain, List<Operand> aggregates)
    {
        if (!plain.Exists(NamesARow))
        {
            return null;
        }

        var table = plain[0].Table;
        var isAlone = draft.Required.Count == 0 && draft.Filters.TrueForAll(filter => filter.Operand.Table == table);
        var isCounted = aggregates.Exists(operand => operand.Table == table || (operand.Table is null && isAlone));
        return isCounted || plain.Exists(operand => operand.Period is not null) ? null : table?.Key;
    }
}
