using System.Globalization;

namespace FunctionsPlatform.Connectors;

/// <summary>Reads the decimals that databases print.</summary>
internal static class ExactDecimal
{
    /// <summary>A <see cref="decimal"/>, or the text: NaN, infinities, and digits beyond the 28 of a decimal, which would round them.</summary>
    public static object Read(string text) =>
        text.Length <= 29 && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact) ? exact : text;
}
