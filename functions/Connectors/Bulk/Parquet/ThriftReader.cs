using System.Text;

namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>Reads structures in Thrift's compact protocol into values by field number: long, string, a list, a further structure.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Struct = 12;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where the next structure begins.</summary>
    public int Position { get; private set; }

    public ThriftStruct ReadStruct()
    {
        var fields = new Dictionary<int, object>();
        var field = 0;
        while (true)
        {
            var header = _bytes[Position++];
            if (header == 0)
                return new ThriftStruct(fields);
            field = header >> 4 is > 0 and var step ? field + step : (int)ZigZag();
            fields[field] = ReadValue(header & 0x0F);
        }
    }

    private object ReadValue(int kind) => kind switch
    {
        True => 1L,
        False => 0L,
        Byte => (long)(sbyte)_bytes[Position++],
        I16 or I32 or I64 => ZigZag(),
        Double => BitConverter.ToDouble(Take(sizeof(double))),
        Binary => Encoding.UTF8.GetString(Take((int)VarInt())),
        List or Set => ReadList(),
        Struct => ReadStruct(),
        _ => throw new InvalidDataException($"Thrift's kind {kind} is not known here."),
    };

    private object[] ReadList()
    {
        var header = _bytes[Position++];
        var count = header >> 4 is < 15 and var few ? few : (int)VarInt();
        var items = new object[count];
        for (var at = 0; at < count; at++)
            items[at] = ReadValue(header & 0x0F);
        return items;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    private long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong VarInt()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = _bytes[Position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}

/// <summary>A structure that was read: values by the numbers of their fields.</summary>
internal sealed class ThriftStruct(Dictionary<int, object> fields)
{
    public int Int(int field) => (int)(long)fields[field];

    public long Long(int field) => (long)fields[field];

    public string? Text(int field) => (string?)fields.GetValueOrDefault(field);

    public ThriftStruct Struct(int field) => (ThriftStruct)fields[field];

    public IEnumerable<ThriftStruct> Structs(int field) => ((object[])fields[field]).Cast<ThriftStruct>();
}
