using System.Globalization;
using System.Text;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Row and partition keys that sort as lists are read.</summary>
public static class RowKeys
{
    /// <summary>The complement of a version-7 id: later ids sort first, and the key follows from the id alone.</summary>
    public static string NewestFirst(Guid id) => Complement(id).ToString("N");

    /// <summary>The id behind a key of <see cref="NewestFirst(Guid)"/>.</summary>
    public static Guid IdOfNewestFirst(string rowKey) => Complement(Guid.ParseExact(rowKey, "N"));

    /// <summary>A key for lists ordered by a time that is not the id's, latest first.</summary>
    public static string NewestFirst(DateTimeOffset at, Guid id) =>
        string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - at.UtcTicks:D19}-{id:N}");

    /// <summary>Any text as a key: what table keys do not take (<c>/ \ # ?</c>, control characters, all outside ASCII) becomes <c>!</c> and hex.</summary>
    public static string Escape(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)unit;
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '@' or ':')
                key.Append(character);
            else
                key.Append('!').Append(unit.ToString("x2", CultureInfo.InvariantCulture));
        }

        return key.ToString();
    }

    private static Guid Complement(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)~bytes[i];
        return new Guid(bytes, bigEndian: true);
    }
}
