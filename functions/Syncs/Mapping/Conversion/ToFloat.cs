using System.Globalization;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="double"/>. A number with more digits than it holds is refused: what is stored, printed again, must be the number that came.</summary>
internal sealed class ToFloat(DestinationField field) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "numbers");
    private readonly MappingFailure _inexact = Failures.Inexact(field, "floating point numbers, which hold about 16 digits");
    private readonly MappingFailure _outOfRange = Failures.OutOfRange(field, "numbers up to 1.7E308");

    public override object? Convert(object value) => value switch
    {
        double => value,
        long whole => (Int128)(double)whole == whole ? (double)whole : _inexact,
        decimal number => FromNumber(InvariantText.Of(number)),
        bool flag => flag ? 1.0 : 0.0,
        string text => FromText(text.Trim()),
        _ => _invalid,
    };

    private object FromText(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => FromNumber(text),
    };

    private object FromNumber(string text)
    {
        if (NumberText.Parse(text) is not { } number || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var nearest))
            return _invalid;
        if (!double.IsFinite(nearest))
            return _outOfRange;
        return NumberText.Parse(InvariantText.Of(nearest)) == number ? nearest : _inexact;
    }
}
