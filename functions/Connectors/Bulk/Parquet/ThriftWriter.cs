using System.Text;

namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>Writes structures in Thrift's compact protocol, as far as Parquet's metadata needs it. Fields come in the order of their numbers.</summary>
internal sealed class ThriftWriter(ByteBuffer buffer)
{
    private readonly Stack<int> _outer = new();
    private int _last;

    private enum Kind
    {
        True = 1,
        False = 2,
        Byte = 3,
        I32 = 5,
        I64 = 6,
        Binary = 8,
        List = 9,
        Struct = 12,
    }

    public void Byte(int field, sbyte value)
    {
        Field(field, Kind.Byte);
        buffer.Add((byte)value);
    }

    public void I32(int field, int value)
    {
        Field(field, Kind.I32);
        ZigZag(value);
    }

    public void I64(int field, long value)
    {
        Field(field, Kind.I64);
        ZigZag(value);
    }

    public void Bool(int field, bool value) => Field(field, value ? Kind.True : Kind.False);

    public void Text(int field, string value)
    {
        Field(field, Kind.Binary);
        Text(value);
    }

    public void Struct(int field, Action write)
    {
        Field(field, Kind.Struct);
        Struct(write);
    }

    /// <summary>A structure by itself, or an item of a list.</summary>
    public void Struct(Action write)
    {
        _outer.Push(_last);
        _last = 0;
        write();
        buffer.Add(0);
        _last = _outer.Pop();
    }

    public void Structs<T>(int field, IReadOnlyCollection<T> items, Action<T> write)
    {
        List(field, items.Count, Kind.Struct);
        foreach (var item in items)
            Struct(() => write(item));
    }

    public void I32s(int field, params ReadOnlySpan<int> items)
    {
        List(field, items.Length, Kind.I32);
        foreach (var item in items)
            ZigZag(item);
    }

    public void Texts(int field, params ReadOnlySpan<string> items)
    {
        List(field, items.Length, Kind.Binary);
        foreach (var item in items)
            Text(item);
    }

    private void List(int field, int count, Kind kind)
    {
        Field(field, Kind.List);
        if (count < 15)
        {
            buffer.Add((byte)((count << 4) | (int)kind));
            return;
        }

        buffer.Add((byte)(0xF0 | (int)kind));
        VarInt((ulong)count);
    }

    private void Field(int field, Kind kind)
    {
        buffer.Add((byte)(((field - _last) << 4) | (int)kind)); // Parquet's numbers are never 16 apart.
        _last = field;
    }

    private void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        VarInt((ulong)bytes.Length);
        buffer.Add(bytes);
    }

    private void ZigZag(long value) => VarInt((ulong)((value << 1) ^ (value >> 63)));

    private void VarInt(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            buffer.Add((byte)(value | 0x80));
        buffer.Add((byte)value);
    }
}
