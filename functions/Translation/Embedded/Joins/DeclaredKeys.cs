using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Joins;

/// <summary>The foreign keys of a catalogue as pairs of columns.</summary>
internal static class DeclaredKeys
{
    public static IEnumerable<IReadOnlyList<(IndexedColumn From, IndexedColumn To)>> Of(IReadOnlyList<IndexedTable> tables) =>
        tables.SelectMany(table => table.Definition.ForeignKeys.Select(key => Pairs(table, key, Target(tables, key))).OfType<List<(IndexedColumn From, IndexedColumn To)>>()
            .GroupBy(pairs => pairs[0].To.Table).SelectMany(keys => Whole(keys.Key, [.. keys])));

    private static IndexedTable? Target(IReadOnlyList<IndexedTable> tables, ForeignKey key) => tables.FirstOrDefault(candidate =>
        Same(candidate.Name, key.ReferencedTable) && Same(candidate.Definition.Schema, key.ReferencedSchema ?? candidate.Definition.Schema));

    /// <summary>Null when a column of the key is not in the catalogue: joined on the others alone, rows would meet that do not belong
    /// together.</summary>
    private static List<(IndexedColumn From, IndexedColumn To)>? Pairs(IndexedTable table, ForeignKey key, IndexedTable? target)
    {
        if (target is null)
        {
            return null;
        }

        var referenced = key.ReferencedColumns.Count == key.Columns.Count ? key.ReferencedColumns : target.Definition.PrimaryKey;
        var pairs = new List<(IndexedColumn, IndexedColumn)>();
        for (var at = 0; at < key.Columns.Count; at++)
        {
            var to = at < referenced.Count ? target.Find(referenced[at]) : null;
            if (table.Find(key.Columns[at]) is not { } from || (to ?? (key.Columns.Count == 1 ? target.Key : null)) is not { } other)
            {
                return null;
            }

            pairs.Add((from, other));
        }

        return pairs;
    }

    /// <summary>Single columns that each point at another part of the target's primary key are one key that was declared in
    /// parts.</summary>
    private static List<List<(IndexedColumn From, IndexedColumn To)>> Whole(
        IndexedTable target, List<List<(IndexedColumn From, IndexedColumn To)>> keys)
    {
        var parts = target.Definition.PrimaryKey;
        var isInParts = parts.Count > 1 && keys.Count == parts.Count && keys.TrueForAll(key => key.Count == 1)
            && parts.All(part => keys.Exists(key => Same(key[0].To.Name, part)));
        return isInParts ? [[.. keys.Select(key => key[0])]] : keys;
    }

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
