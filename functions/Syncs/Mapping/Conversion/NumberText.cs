using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>A number of any length, read from text without rounding: its digits, without zeros at either end, and how many of them are after the point.</summary>
internal readonly partial record struct NumberText(bool IsNegative, string Digits, int Scale)
{
    // Numbers of more digits than this are no one's data, and 1e999999999 would be a gigabyte.
    private const int MostDigits = 1_000;

    public int WholeDigits => Math.Max(Digits.Length - Scale, 0);

    public int FractionDigits => Math.Max(Scale, 0);

    public static NumberText? Parse(string text)
    {
        if (text.Length > MostDigits || Syntax().Match(text) is not { Success: true } match)
            return null;
        var fraction = match.Groups["fraction"].Value;
        var exponent = match.Groups["exponent"] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var digits = (match.Groups["whole"].Value + fraction).TrimStart('0');
        var significant = digits.TrimEnd('0');
        var scale = fraction.Length - exponent - (digits.Length - significant.Length);
        var number = significant.Length == 0 ? new NumberText(false, "", 0) : new NumberText(match.Groups["sign"].Value == "-", significant, scale);
        return number.WholeDigits <= MostDigits && number.FractionDigits <= MostDigits ? number : null;
    }

    /// <summary>Null where a <see cref="decimal"/> would round it.</summary>
    public decimal? ToDecimal() =>
        WholeDigits + FractionDigits <= 28 ? decimal.Parse(ToString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null;

    /// <summary>All digits, without an exponent.</summary>
    public override string ToString()
    {
        var digits = Digits.PadLeft(FractionDigits, '0') + new string('0', Math.Max(-Scale, 0));
        var whole = digits[..^FractionDigits];
        return (IsNegative ? "-" : "") + (whole.Length == 0 ? "0" : whole) + (FractionDigits == 0 ? "" : "." + digits[^FractionDigits..]);
    }

    [GeneratedRegex(@"^\s*(?<sign>[+-]?)(?=\.?[0-9])(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]{1,4}))?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
