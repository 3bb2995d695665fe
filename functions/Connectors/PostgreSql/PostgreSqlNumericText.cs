using System.Buffers.Binary;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>
/// Prints <c>numeric</c> in its binary form: four-digit groups, the place of the first, a sign and the digits behind the point
/// (https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c, numeric_send).
/// </summary>
internal static class PostgreSqlNumericText
{
    private const int Header = 8, Negative = 0x4000, NaN = 0xC000, Infinity = 0xD000, NegativeInfinity = 0xF000;

    /// <summary>Characters that it takes at most.</summary>
    public static int Longest(ReadOnlySpan<byte> value) => 16 + (Math.Max((int)Int16(value, 2), 0) * 4) + Int16(value, 6);

    /// <summary>Writes what the database prints.</summary>
    /// <returns>The number of characters.</returns>
    public static int Print(ReadOnlySpan<byte> value, Span<byte> text)
    {
        var sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        if (sign is NaN or Infinity or NegativeInfinity)
            return Special(sign, text);

        var groups = value[Header..];
        var (weight, scale, at) = (Int16(value, 2), Int16(value, 6), 0);
        if (sign == Negative)
            text[at++] = (byte)'-';
        var first = at;
        for (var group = 0; group <= weight; group++)
            at = AddGroup(text, at, Group(groups, group), trim: at == first);
        if (at == first)
            text[at++] = (byte)'0';
        if (scale == 0)
            return at;

        text[at++] = (byte)'.';
        var end = at + scale;
        for (var group = weight + 1; at < end; group++)
            at = AddGroup(text, at, Group(groups, group), trim: false);
        return end;
    }

    private static int Special(int sign, Span<byte> text)
    {
        var word = sign == NaN ? "NaN"u8 : sign == Infinity ? "Infinity"u8 : "-Infinity"u8;
        word.CopyTo(text);
        return word.Length;
    }

    /// <summary>Groups beyond those that are sent are zero.</summary>
    private static int Group(ReadOnlySpan<byte> groups, int index) => index >= 0 && index * 2 < groups.Length ? Int16(groups, index * 2) : 0;

    private static int AddGroup(Span<byte> text, int at, int group, bool trim)
    {
        for (var unit = 1000; unit > 0; unit /= 10)
        {
            var digit = group / unit % 10;
            if (trim && digit == 0)
                continue;
            trim = false;
            text[at++] = (byte)('0' + digit);
        }

        return at;
    }

    private static short Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);
}
