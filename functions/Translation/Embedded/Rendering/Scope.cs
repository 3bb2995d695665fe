using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Rendering;

/// <summary>The names that tables go by inside one SELECT.</summary>
internal sealed class Scope
{
    private readonly Dictionary<(IndexedTable Table, int Use), string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly DialectSyntax _syntax;
    private readonly Func<IndexedTable, string> _qualified;

    /// <param name="outside">Of the query around this one, when this one speaks of its rows.</param>
    public Scope(SelectQuery query, DialectSyntax syntax, Func<IndexedTable, string> qualified, Scope? outside = null)
    {
        (_syntax, _qualified) = (syntax, qualified);
        _taken.UnionWith(outside?._taken ?? []);
        Add(query.From, 0);
        foreach (var join in query.Joins)
        {
            Add(join.To.Column.Table, join.To.Use);
        }
    }

    public bool IsSingle => _names.Count == 1;

    /// <summary>The table as FROM or JOIN brings it in, with an alias where its own name is taken.</summary>
    public string Declare(IndexedTable table, int use)
    {
        var name = _names[(table, use)];
        return name == table.Name ? _qualified(table) : $"{_qualified(table)} AS {_syntax.Quote(name)}";
    }

    public string Name(IndexedTable table, int use) => _syntax.Quote(_names[(table, use)]);

    public string Column(ColumnValue value) =>
        IsSingle ? _syntax.Quote(value.Column.Name) : Qualified(value);

    public string Qualified(ColumnValue value) => $"{Name(value.Column.Table, value.Use)}.{_syntax.Quote(value.Column.Name)}";

    private void Add(IndexedTable table, int use)
    {
        var name = table.Name;
        for (var suffix = 2; !_taken.Add(name); suffix++)
        {
            name = $"{table.Name}_{suffix}";
        }

        _names[(table, use)] = name;
    }
}
