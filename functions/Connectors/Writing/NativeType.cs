using System.Globalization;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>A type as databases spell it: <c>decimal(10,2) unsigned</c> has a name, numbers and what follows them.</summary>
internal sealed record NativeType(string Name, IReadOnlyList<int> Numbers, string Rest)
{
    public static NativeType Parse(string text)
    {
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.IndexOf(')', StringComparison.Ordinal));
        if (open < 0 || close < open)
            return new NativeType(text.Trim().ToLowerInvariant(), [], "");
        int[] numbers = [.. text[(open + 1)..close].Split(',').Select(Number)];
        return new NativeType(text[..open].Trim().ToLowerInvariant(), Array.Exists(numbers, number => number < 0) ? [] : numbers, text[(close + 1)..].Trim().ToLowerInvariant());
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>The first number, such as a length.</summary>
    public int? Length => Numbers.Count > 0 ? Numbers[0] : null;

    /// <summary>The values of <c>enum('a','b''c')</c>; null for another type.</summary>
    public static IReadOnlyList<string>? EnumValues(string text)
    {
        if (!text.StartsWith("enum(", StringComparison.OrdinalIgnoreCase))
            return null;
        var values = new List<string>();
        for (var at = text.IndexOf('\'', StringComparison.Ordinal); at >= 0 && at < text.Length; at = text.IndexOf('\'', at))
        {
            var end = at + 1;
            while (end < text.Length && (text[end] != '\'' || (end + 1 < text.Length && text[end + 1] == '\'')))
                end += text[end] == '\'' ? 2 : 1;
            values.Add(text[(at + 1)..end].Replace("''", "'", StringComparison.Ordinal));
            at = end + 1;
            if (at >= text.Length)
                break;
        }
        return values;
    }

    /// <summary>Smallest and largest of integers of so many bits.</summary>
    public static (decimal Minimum, decimal Maximum) Range(int bits, bool isUnsigned = false)
    {
        var values = 1m;
        for (var bit = 0; bit < (isUnsigned ? bits : bits - 1); bit++)
            values *= 2;
        return isUnsigned ? (0, values - 1) : (-values, values - 1);
    }
}
