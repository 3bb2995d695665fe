using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>Values of one column, packed: every row has its place, also where the value is null.</summary>
public sealed class ColumnBuffer(ResultColumn column)
{
    private readonly ColumnStorage _storage = ColumnStorages.Of(column.Kind);
    private readonly ByteBuffer _values = new();
    private readonly ByteBuffer _ends = new();
    private readonly ByteBuffer _present = new();

    public ResultColumn Column => column;

    public ColumnStorage Storage => _storage;

    public int Rows { get; private set; }

    public int Nulls { get; private set; }

    /// <summary>The memory that its values take.</summary>
    public int Size => _values.Length + _ends.Length;

    /// <summary>All values, those of <see cref="ColumnStorage.Bytes"/> end to end.</summary>
    public ReadOnlySpan<byte> Values => _values.Written;

    /// <summary>For <see cref="ColumnStorage.Bytes"/>: where each value ends in <see cref="Values"/>.</summary>
    public ReadOnlySpan<int> Ends => MemoryMarshal.Cast<byte, int>(_ends.Written);

    /// <summary>A bit a row, the lowest first: whether it has a value.</summary>
    public ReadOnlySpan<byte> Present => _present.Written;

    public void AddNull()
    {
        if (_storage == ColumnStorage.Bytes)
            AddEnd();
        else
            _values.Extend((int)_storage).Clear();
        AddPresence(false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<T>(T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(_values.Extend(Unsafe.SizeOf<T>())), value);
        AddPresence(true);
    }

    /// <summary>Adds a value of <see cref="ColumnStorage.Bytes"/> or <see cref="ColumnStorage.Bytes16"/>.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        _values.Add(value);
        if (_storage == ColumnStorage.Bytes)
            AddEnd();
        AddPresence(true);
    }

    /// <summary>Room for a value of <see cref="ColumnStorage.Bytes"/> of at most so many bytes, until <see cref="EndBytes"/> or <see cref="CancelBytes"/>.</summary>
    public Span<byte> BeginBytes(int most) => _values.Extend(most);

    public void EndBytes(int most, int taken)
    {
        _values.Cut(_values.Length - most + taken);
        AddEnd();
        AddPresence(true);
    }

    public void CancelBytes(int most) => _values.Cut(_values.Length - most);

    public bool IsNull(int row) => Nulls > 0 && (_present.Written[row >> 3] & (1 << (row & 7))) == 0;

    public T Get<T>(int row)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(ref _values.Written[row * Unsafe.SizeOf<T>()]);

    public ReadOnlySpan<byte> GetBytes(int row)
    {
        if (_storage != ColumnStorage.Bytes)
            return _values.Written.Slice(row * (int)_storage, (int)_storage);
        var ends = Ends;
        var start = row == 0 ? 0 : ends[row - 1];
        return _values.Written[start..ends[row]];
    }

    /// <summary>Adds a value of another column of the same kind.</summary>
    public void AddFrom(ColumnBuffer other, int row)
    {
        if (other.IsNull(row))
            AddNull();
        else
            Add(other.GetBytes(row));
    }

    /// <summary>Takes all that another column of the same kind has.</summary>
    public void CopyFrom(ColumnBuffer other)
    {
        Clear();
        _values.Add(other._values.Written);
        _ends.Add(other._ends.Written);
        _present.Add(other._present.Written);
        (Rows, Nulls) = (other.Rows, other.Nulls);
    }

    /// <summary>Makes room for rows that a file holds, to be filled in place.</summary>
    /// <param name="present">A bit a row; empty when none is null.</param>
    internal Span<byte> Load(int rows, int nulls, ReadOnlySpan<byte> present, int bytes)
    {
        Clear();
        (Rows, Nulls) = (rows, nulls);
        if (nulls > 0)
            _present.Add(present);
        else
            AddAllPresent(rows);
        return _values.Extend(_storage == ColumnStorage.Bytes ? bytes : rows * (int)_storage);
    }

    internal Span<int> LoadEnds(int rows) => MemoryMarshal.Cast<byte, int>(_ends.Extend(rows * sizeof(int)));

    public void Clear()
    {
        _values.Clear();
        _ends.Clear();
        _present.Clear();
        (Rows, Nulls) = (0, 0);
    }

    private void AddAllPresent(int rows)
    {
        var bits = _present.Extend((rows + 7) / 8);
        bits.Fill(0xFF);
        if (rows % 8 != 0)
            bits[^1] = (byte)((1 << (rows % 8)) - 1);
    }

    private void AddEnd() => Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(_ends.Extend(sizeof(int))), _values.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddPresence(bool present)
    {
        var row = Rows++;
        if ((row & 7) == 0)
            _present.Add(0);
        if (present)
            _present.Written[row >> 3] |= (byte)(1 << (row & 7));
        else
            Nulls++;
    }
}
