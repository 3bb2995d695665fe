using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>What the pointers of a plan point at: positions count the words of the question first, then tables, columns and values.</summary>
internal sealed class PlanScope
{
    private readonly int _words;
    private readonly Dictionary<IndexedTable, int> _tablePositions;
    private readonly Dictionary<IndexedColumn, int> _columnPositions;

    public PlanScope(int words, IReadOnlyList<IndexedTable> tables, IReadOnlyList<IndexedColumn> columns, IReadOnlyList<PlanValue> values)
    {
        (_words, Tables, Columns, Values) = (words, tables, columns, values);
        _tablePositions = tables.Select((table, at) => (table, at)).ToDictionary(pair => pair.table, pair => words + pair.at);
        _columnPositions = columns.Select((column, at) => (column, at)).ToDictionary(pair => pair.column, pair => words + tables.Count + pair.at);
    }

    public IReadOnlyList<IndexedTable> Tables { get; }

    public IReadOnlyList<IndexedColumn> Columns { get; }

    public IReadOnlyList<PlanValue> Values { get; }

    public int FirstTable => _words;

    public int FirstColumn => _words + Tables.Count;

    public int FirstValue => _words + Tables.Count + Columns.Count;

    public int Positions => FirstValue + Values.Count;

    public bool IsColumn(int position) => position >= FirstColumn && position < FirstValue;

    public bool IsValue(int position) => position >= FirstValue && position < Positions;

    public IndexedColumn ColumnAt(int position) => Columns[position - FirstColumn];

    public PlanValue ValueAt(int position) => Values[position - FirstValue];

    public IndexedTable? Table(int symbol) => At(Tables, symbol, FirstTable);

    public IndexedColumn? Column(int symbol) => At(Columns, symbol, FirstColumn);

    public PlanValue? Value(int symbol) => At(Values, symbol, FirstValue);

    public int? Symbol(IndexedTable table) => _tablePositions.TryGetValue(table, out var at) ? (int)PlanSymbol.Count + at : null;

    public int? Symbol(IndexedColumn column) => _columnPositions.TryGetValue(column, out var at) ? (int)PlanSymbol.Count + at : null;

    public int ValueSymbol(int at) => (int)PlanSymbol.Count + FirstValue + at;

    private static T? At<T>(IReadOnlyList<T> items, int symbol, int first)
        where T : class
    {
        var at = symbol - (int)PlanSymbol.Count - first;
        return at >= 0 && at < items.Count ? items[at] : null;
    }
}
