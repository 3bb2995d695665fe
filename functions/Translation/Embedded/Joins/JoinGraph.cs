using System.Collections.Concurrent;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Joins;

/// <summary>A key that joins two tables: one pair of columns, or several that must all be equal.</summary>
internal sealed record JoinEdge(IReadOnlyList<(IndexedColumn From, IndexedColumn To)> Keys, double Cost)
{
    private const double WordFit = 0.08;
    private readonly string[] _stems = [.. Keys.SelectMany(key => key.From.Words.Concat(key.To.Words)).Distinct().Select(Lemmas.Stem)];

    public IndexedColumn From => Keys[0].From;

    public IndexedColumn To => Keys[0].To;

    public JoinEdge Reversed() => new([.. Keys.Select(key => (key.To, key.From))], Cost);

    /// <summary>How much the key's own words speak for it.</summary>
    public double Fit(IReadOnlySet<string> said) => Math.Min(0.3, WordFit * _stems.Count(said.Contains));
}

/// <summary>The ways from table to table: declared foreign keys, and inferred ones between tables that have none.</summary>
internal sealed class JoinGraph
{
    private const double Declared = 1;
    private const double Inferred = 1.3;

    private const double Shared = 2;

    private const double ExtraWord = 0.001;

    private const int Unreachable = 9;

    private readonly Dictionary<IndexedTable, List<JoinEdge>> _edges = [];
    private readonly ConcurrentDictionary<IndexedTable, Dictionary<IndexedTable, int>> _distances = new();

    public JoinGraph(IReadOnlyList<IndexedTable> tables)
    {
        foreach (var table in tables)
        {
            _edges[table] = [];
        }

        AddDeclared(tables);
        AddInferred(tables);
        AddShared(tables);
    }

    public IReadOnlyList<JoinEdge> From(IndexedTable table) => _edges[table];

    /// <summary>The keys between two tables that nothing tells apart: neither their own names nor the question's words.</summary>
    public IReadOnlyList<JoinEdge> Undecided(IndexedTable from, IndexedTable to, IReadOnlySet<string> said)
    {
        var edges = Between(from, to).ToList();
        var least = edges.Select(edge => edge.Cost - edge.Fit(said)).DefaultIfEmpty().Min();
        edges.RemoveAll(edge => edge.Cost - edge.Fit(said) > least + 1e-9);
        return edges.FindAll(edge => edges.Exists(other => other != edge && (other.To == edge.To || other.From == edge.From)));
    }

    public IEnumerable<JoinEdge> Between(IndexedTable from, IndexedTable to) => _edges[from].Where(edge => edge.To.Table == to);

    /// <summary>The cheapest way from any of the tables to the target; null when there is none.</summary>
    /// <param name="said">Stems of the question's words: of two keys between the same tables, the one that they name is taken.</param>
    public IReadOnlyList<JoinEdge>? Path(IReadOnlyCollection<IndexedTable> from, IndexedTable target, IReadOnlySet<string> said)
    {
        var best = from.ToDictionary(table => table, _ => 0.0);
        var arrivedBy = new Dictionary<IndexedTable, JoinEdge>();
        var open = new PriorityQueue<IndexedTable, double>(from.Select(table => (table, 0.0)));
        while (open.TryDequeue(out var table, out var cost))
        {
            if (table == target)
            {
                return Walk(target, arrivedBy);
            }

            foreach (var edge in _edges[table])
            {
                var next = cost + edge.Cost - edge.Fit(said);
                if (!best.TryGetValue(edge.To.Table, out var known) || next < known - 1e-9)
                {
                    best[edge.To.Table] = next;
                    arrivedBy[edge.To.Table] = edge;
                    open.Enqueue(edge.To.Table, next);
                }
            }
        }

        return null;
    }

    /// <summary>Hops between two tables; a large number when they are not joined.</summary>
    public int Distance(IndexedTable from, IndexedTable to) => _distances.GetOrAdd(from, Distances).GetValueOrDefault(to, Unreachable);

    private Dictionary<IndexedTable, int> Distances(IndexedTable from)
    {
        var distances = new Dictionary<IndexedTable, int> { [from] = 0 };
        var open = new Queue<IndexedTable>([from]);
        while (open.TryDequeue(out var table))
        {
            foreach (var edge in _edges[table])
            {
                if (distances.TryAdd(edge.To.Table, distances[table] + 1))
                {
                    open.Enqueue(edge.To.Table);
                }
            }
        }

        return distances;
    }

    private static List<JoinEdge> Walk(IndexedTable target, Dictionary<IndexedTable, JoinEdge> arrivedBy)
    {
        var path = new List<JoinEdge>();
        for (var at = target; arrivedBy.TryGetValue(at, out var edge); at = edge.From.Table)
        {
            path.Insert(0, edge);
        }

        return path;
    }

    private void AddDeclared(IReadOnlyList<IndexedTable> tables)
    {
        foreach (var parallel in DeclaredKeys.Of(tables).GroupBy(key => (key[0].From.Table, key[0].To.Table)))
        {
            var plainest = parallel.Min(ExtraWords);
            foreach (var key in parallel)
            {
                Connect(key, Declared + ExtraWord * (ExtraWords(key) - plainest));
            }
        }
    }

    /// <summary>A column named like another table's key points at it where nothing is declared between the two.</summary>
    private void AddInferred(IReadOnlyList<IndexedTable> tables)
    {
        foreach (var target in tables.Where(table => table.Key is not null))
        {
            foreach (var column in tables.Where(table => table != target).SelectMany(table => table.Columns))
            {
                if (PointsAt(column, target) && !Between(column.Table, target).Any())
                {
                    Connect([(column, target.Key!)], Inferred);
                }
            }
        }
    }

    /// <summary>Tables that no key joins, however indirectly, but that have one column of the same name: a class and its pupils share a room.</summary>
    private void AddShared(IReadOnlyList<IndexedTable> tables)
    {
        for (var at = 0; at < tables.Count; at++)
        {
            foreach (var other in tables.Skip(at + 1).Where(other => !Distances(tables[at]).ContainsKey(other)).ToList())
            {
                var shared = tables[at].Columns.SelectMany(column => other.Columns.Where(candidate => Same(candidate.Name, column.Name)
                    && candidate.Definition.Kind == column.Definition.Kind && candidate.Words is not ["id" or "name" or "title" or "type" or "date" or "description"])
                    .Select(candidate => (column, candidate))).Take(2).ToList();
                if (shared is [var pair])
                {
                    Connect([pair], Shared);
                }
            }
        }
    }

    private static bool PointsAt(IndexedColumn column, IndexedTable target)
    {
        var key = target.Key!;
        var comparable = column.IsNumeric == key.IsNumeric;
        var sameName = Same(column.Name, key.Name) && key.Words.Count > 1 && !column.IsPrimaryKey;
        var namesTable = column.Words.Count > 1 && column.Words[^1] == "id" && column.Words.SkipLast(1).SequenceEqual(target.Words);
        return comparable && (sameName || namesTable);
    }

    private void Connect(IReadOnlyList<(IndexedColumn From, IndexedColumn To)> keys, double cost)
    {
        var edge = new JoinEdge(keys, cost);
        _edges[edge.From.Table].Add(edge);
        if (edge.From.Table != edge.To.Table)
        {
            _edges[edge.To.Table].Add(edge.Reversed());
        }
    }

    /// <summary>Of two keys between the same tables, <c>customer_id</c> is meant rather than <c>referring_customer_id</c>.</summary>
    private static int ExtraWords(IReadOnlyList<(IndexedColumn From, IndexedColumn To)> keys) =>
        keys.Sum(key => key.From.Words.Count(word => !key.To.Words.Contains(word) && !key.To.Table.Words.Contains(word) && word != "id"));

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
