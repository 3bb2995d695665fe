using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>A table and the words of its name.</summary>
internal sealed class IndexedTable
{
    public IndexedTable(SchemaTable table, IReadOnlyList<KnownName> names)
    {
        Definition = table;
        Words = IdentifierWords.Of(table.Name);
        Aliases = [.. names.Where(name => name.Column is null).SelectMany(name => name.Aliases).Select(AliasWords.Of)];
        var columns = names.Where(name => name.Column is not null).ToLookup(name => table.FindColumn(name.Column!), name => name.Aliases);
        Columns = [.. table.Columns.Select(column => new IndexedColumn(this, column, [.. columns[column].SelectMany(aliases => aliases)]))];
        Key = table.PrimaryKey.Count == 1 ? Find(table.PrimaryKey[0]) : null;
    }

    public SchemaTable Definition { get; }

    public string Name => Definition.Name;

    public IReadOnlyList<string> Words { get; }

    /// <summary>The words of its other names.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Aliases { get; }

    /// <summary>Whether the word is of one of its names.</summary>
    public bool IsNamedBy(string word) => Words.Contains(word) || Aliases.Any(alias => alias.Contains(word));

    public IReadOnlyList<IndexedColumn> Columns { get; }

    /// <summary>The single column that identifies a row; null when there is none or several.</summary>
    public IndexedColumn? Key { get; }

    public IndexedColumn? Find(string column) =>
        Columns.FirstOrDefault(candidate => string.Equals(candidate.Name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column that people know a row by: its name or title.</summary>
    public IndexedColumn? Label =>
        Columns.Where(column => column.IsText && !column.IsIdentifier).OrderByDescending(LabelScore)
            .FirstOrDefault(column => LabelScore(column) > 0);

    private double LabelScore(IndexedColumn column) => column.Words switch
    {
        ["name"] => 10,
        [.., "name"] when column.Words.Take(column.Words.Count - 1).All(word => Words.Contains(word)) => 9,
        ["full", "name"] => 8,
        ["title"] => 7,
        [.., "title"] when column.Words.Take(column.Words.Count - 1).All(word => Words.Contains(word)) => 6,
        ["first", "name"] or ["last", "name"] => 4,
        [.., "name"] => 5,
        [.., "title"] => 3,
        _ when column.Words.SequenceEqual(Words) => 5,
        _ => 0,
    };

    public override string ToString() => Name;
}
