namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>The binary form of <c>numeric</c>: digits to the base of 10,000 (numeric_send in PostgreSQL's src/backend/utils/adt/numeric.c).</summary>
internal static class PostgreSqlNumeric
{
    private const int Base = 10_000;
    private const int DigitsOfGroup = 4;

    /// <summary>More than the largest decimal has, with its scale filled up to whole groups.</summary>
    private const int MostGroups = 9;

    public static void Write(CopyBuffer to, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var whole = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var groupsBehindPoint = (scale + DigitsOfGroup - 1) / DigitsOfGroup;
        for (var at = scale; at < groupsBehindPoint * DigitsOfGroup; at++)
            whole *= 10;

        Span<short> groups = stackalloc short[MostGroups];
        var count = 0;
        for (; whole > ulong.MaxValue; whole /= Base)
            groups[count++] = (short)(whole % Base);
        for (var rest = (ulong)whole; rest > 0; rest /= Base)
            groups[count++] = (short)(rest % Base);
        groups[..count].Reverse();
        Write(to, groups[..count], count - groupsBehindPoint - 1, isNegative: bits[3] < 0, scale);
    }

    /// <summary>False for text that is more than digits with a sign and a point.</summary>
    public static bool TryWrite(CopyBuffer to, ReadOnlySpan<char> text)
    {
        var isNegative = text.StartsWith('-');
        var digits = isNegative || text.StartsWith('+') ? text[1..] : text;
        var point = digits.IndexOf('.');
        var before = point < 0 ? digits : digits[..point];
        var behind = point < 0 ? [] : digits[(point + 1)..];
        if (before.Length + behind.Length is 0 or > 1_000 || before.ContainsAnyExceptInRange('0', '9') || behind.ContainsAnyExceptInRange('0', '9'))
            return false;

        before = before.TrimStart('0');
        var groupsBefore = (before.Length + DigitsOfGroup - 1) / DigitsOfGroup;
        var groupsBehind = (behind.Length + DigitsOfGroup - 1) / DigitsOfGroup;
        Span<short> groups = stackalloc short[groupsBefore + groupsBehind];
        Add(groups, before, groupsBefore * DigitsOfGroup - before.Length);
        Add(groups, behind, groupsBefore * DigitsOfGroup);
        var leading = groups.IndexOfAnyExcept((short)0) is >= 0 and var first ? first : groups.Length;
        Write(to, groups[leading..], groupsBefore - 1 - leading, isNegative, behind.Length);
        return true;
    }

    private static void Add(Span<short> groups, ReadOnlySpan<char> digits, int place)
    {
        ReadOnlySpan<short> values = [1000, 100, 10, 1];
        foreach (var digit in digits)
        {
            groups[place / DigitsOfGroup] += (short)((digit - '0') * values[place % DigitsOfGroup]);
            place++;
        }
    }

    /// <param name="weight">Of the first group: 0 is that of the ones.</param>
    private static void Write(CopyBuffer to, ReadOnlySpan<short> groups, int weight, bool isNegative, int scale)
    {
        groups = groups.TrimEnd((short)0);
        to.Int32(8 + groups.Length * 2);
        to.Int16((short)groups.Length);
        to.Int16((short)(groups.Length == 0 ? 0 : weight));
        to.Int16(isNegative && groups.Length > 0 ? (short)0x4000 : (short)0);
        to.Int16((short)scale);
        foreach (var group in groups)
            to.Int16(group);
    }
}
