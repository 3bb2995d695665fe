using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>Rows, column by column. Values come out as they went in, whatever they are.</summary>
public sealed class ColumnBatch
{
    private readonly Dictionary<int, string> _odd = [];
    private JsonObject? _oddOfRow;

    public ColumnBatch(IReadOnlyList<ResultColumn> columns)
    {
        Columns = columns;
        Buffers = [.. columns.Select(column => new ColumnBuffer(column))];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public ImmutableArray<ColumnBuffer> Buffers { get; }

    public int Rows { get; private set; }

    /// <summary>The memory that the values take.</summary>
    public long Size
    {
        get
        {
            var size = 0L;
            foreach (var buffer in Buffers)
                size += buffer.Size;
            return size;
        }
    }

    /// <summary>By row, as JSON: the values that their columns cannot hold.</summary>
    internal IReadOnlyDictionary<int, string> Odd => _odd;

    public void AddRow(ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            if (values[at] is not { } value)
                Buffers[at].AddNull();
            else if (!ColumnValues.TryAdd(Buffers[at], value))
                AddOdd(at, value);
        }

        EndRow();
    }

    /// <summary>Adds a value that its column cannot hold to the row that is being filled.</summary>
    internal void AddOdd(int column, object value)
    {
        Buffers[column].AddNull();
        (_oddOfRow ??= []).Add(OddValues.NameOf(column), OddValues.Write(value));
    }

    /// <summary>Every column has got its value of the row.</summary>
    internal void EndRow()
    {
        if (_oddOfRow is not null)
            _odd[Rows] = _oddOfRow.ToJsonString();
        _oddOfRow = null;
        Rows++;
    }

    /// <summary>Adds a row of another batch that has the same columns.</summary>
    public void AddRowFrom(ColumnBatch other, int row)
    {
        for (var at = 0; at < Buffers.Length; at++)
            Buffers[at].AddFrom(other.Buffers[at], row);
        if (other._odd.TryGetValue(row, out var odd))
            _odd[Rows] = odd;
        Rows++;
    }

    public object? Value(int column, int row) =>
        !Buffers[column].IsNull(row) ? ColumnValues.Read(Buffers[column], row)
        : _odd.Count > 0 && OddText(column, row) is { } odd ? ReadOdd(odd)
        : null;

    public object?[] Row(int row)
    {
        var values = new object?[Buffers.Length];
        for (var at = 0; at < values.Length; at++)
            values[at] = Value(at, row);
        return values;
    }

    /// <summary>The JSON of one value that its column cannot hold; null where the value is null or in its column.</summary>
    internal string? OddText(int column, int row)
    {
        if (!_odd.TryGetValue(row, out var all))
            return null;
        using var parsed = JsonDocument.Parse(all);
        return parsed.RootElement.TryGetProperty(OddValues.NameOf(column), out var odd) ? odd.GetRawText() : null;
    }

    /// <summary>The columns were filled with so many rows; of some of these, values lie beside the columns.</summary>
    internal void Load(int rows, IEnumerable<(int Row, string? Odd)> odd)
    {
        Rows = rows;
        _odd.Clear();
        foreach (var (row, text) in odd)
        {
            if (text is not null)
                _odd.Add(row, text);
        }
    }

    public void Clear()
    {
        foreach (var buffer in Buffers)
            buffer.Clear();
        _odd.Clear();
        Rows = 0;
    }

    private static object ReadOdd(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return OddValues.Read(parsed.RootElement);
    }
}
