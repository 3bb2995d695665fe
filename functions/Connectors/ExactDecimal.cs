using System.Globalization;
using System.Text;

namespace FunctionsPlatform.Connectors;

/// <summary>Reads the decimals that databases print.</summary>
internal static class ExactDecimal
{
    /// <summary>28 digits and a point, or 29 digits that fit or do not.</summary>
    private const int LongestSafe = 29;

    /// <summary>A <see cref="decimal"/>, or the text: NaN, infinities, and digits beyond the 28 of a decimal, which would round them.</summary>
    public static object Read(string text) =>
        text.Length <= LongestSafe && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact) ? exact : text;

    /// <summary>The same for text in ASCII; longer text is a decimal too where that loses nothing.</summary>
    public static object Read(ReadOnlySpan<byte> text)
    {
        if (text.Length <= 18 && TryReadShort(text, out var quick))
            return quick;
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact) && (text.Length <= LongestSafe || Prints(exact, text))
            ? exact
            : Encoding.UTF8.GetString(text);
    }

    /// <summary>Whether a text is a decimal as databases print them, of any length; NaN and infinities are.</summary>
    public static bool IsPrinted(string text) =>
        text is "NaN" or "Infinity" or "-Infinity" || (text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-'));

    /// <summary>Digits that fit a <see cref="long"/>, which are nearly all.</summary>
    private static bool TryReadShort(ReadOnlySpan<byte> text, out decimal value)
    {
        var (digits, scale, at, isNegative) = (0L, -1, 0, text is [(byte)'-', ..]);
        for (at = isNegative ? 1 : 0; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if ((uint)digit <= 9)
                digits = (digits * 10) + digit;
            else if (text[at] == '.' && scale < 0)
                scale = text.Length - at - 1;
            else
                break;
        }

        value = new decimal((int)digits, (int)(digits >> 32), 0, isNegative && digits != 0, (byte)Math.Max(scale, 0));
        return at == text.Length && text.Length > (isNegative ? 1 : 0);
    }

    private static bool Prints(decimal value, ReadOnlySpan<byte> text)
    {
        Span<byte> printed = stackalloc byte[32];
        return value.TryFormat(printed, out var written, default, CultureInfo.InvariantCulture) && text.SequenceEqual(printed[..written]);
    }
}
