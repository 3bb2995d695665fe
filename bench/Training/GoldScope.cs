using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace Bench.Training;

/// <summary>One use of a table in a FROM, under the name that its columns are qualified with.</summary>
internal sealed record GoldTable(string Name, IndexedTable Table, int Use)
{
    public IEnumerable<ColumnValue> Columns(string name) => Table.Find(name) is { } column ? [new ColumnValue(column, Use)] : [];

    public bool Owns(ColumnValue value) => value.Column.Table == Table && value.Use == Use;
}

/// <summary>What names mean inside one SELECT.</summary>
internal sealed class GoldScope
{
    private readonly Dictionary<string, Expression> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<GoldTable> _tables = [];

    public IReadOnlyList<GoldTable> Tables => _tables;

    public void Add(IndexedTable table, string? alias) =>
        _tables.Add(new GoldTable(alias ?? table.Name, table, _tables.Count(other => other.Table == table)));

    public void Name(string alias, Expression expression) => _aliases.TryAdd(alias, expression);

    public GoldTable Table(string name) => _tables.Find(table => Same(table.Name, name))
        ?? throw new NotExpressibleException($"unknown table {name}");

    public Expression Column(string? table, string name) => Find(table, name) ?? throw new NotExpressibleException($"unknown column {name}");

    /// <summary>A column of the tables, or what an item of the SELECT is called.</summary>
    public Expression? Find(string? table, string name)
    {
        var candidates = table is null ? _tables : [Table(table)];
        var named = candidates.SelectMany(candidate => candidate.Columns(name)).Cast<Expression>().ToList();
        // Clauses differ in which they prefer where an item is called like a column.
        if (table is null && _aliases.TryGetValue(name, out var item))
            named.Add(item);
        return named.Distinct().ToList() switch
        {
            [] => null,
            [var only] => only,
            _ => throw new NotExpressibleException($"ambiguous column {name}"),
        };
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
