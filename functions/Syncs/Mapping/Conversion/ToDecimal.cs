using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Exact: <see cref="decimal"/>, or text where its 28 digits are too few. Nothing is rounded: digits that do not fit are refused, unless they are zeros.</summary>
internal sealed class ToDecimal(DestinationField field) : ValueConverter
{
    private readonly int? _scale = field.Precision is null ? field.Scale : field.Scale ?? 0;
    private readonly int? _whole = field.Precision - (field.Scale ?? 0);
    private readonly MappingFailure _invalid = Failures.Invalid(field, "decimal numbers");
    private readonly MappingFailure _inexact = Failures.Inexact(field, $"at most {field.Scale ?? 0} digits after the point; more are not rounded");
    private readonly MappingFailure _outOfRange = Failures.OutOfRange(
        field, field.Precision is null ? "decimal numbers of up to 1000 digits" : $"at most {field.Precision - (field.Scale ?? 0)} digits before the point");

    private readonly decimal? _limit = field.Precision - (field.Scale ?? 0) is { } digits and >= 0 and <= 28 ? PowerOfTen(digits) : null;

    public override object? Convert(object value) => value switch
    {
        decimal number => Check(number) ?? value,
        long whole => (object?)Check(whole) ?? (decimal)whole,
        double number => FromFloat(number),
        bool flag => Convert(flag ? 1m : 0m),
        string text => FromText(text),
        _ => _invalid,
    };

    private MappingFailure? Check(decimal number)
    {
        if (_limit is { } limit && Math.Abs(number) >= limit)
            return _outOfRange;
        return _scale is { } scale && number.Scale > scale && !EndsAt(number, scale) ? _inexact : null;
    }

    // PostgreSQL knows scales below zero: numeric(2, -3) holds thousands.
    private static bool EndsAt(decimal number, int scale) =>
        scale >= 0 ? decimal.Round(number, Math.Min(scale, 28)) == number : number % PowerOfTen(Math.Min(-scale, 28)) == 0;

    // The shortest text that reads back as the same number is what a person would write down.
    private object FromFloat(double number) =>
        double.IsFinite(number) ? FromNumber(NumberText.Parse(InvariantText.Of(number))) : FromSpecial(InvariantText.Of(number));

    private object FromText(string text) => NumberText.Parse(text) is { } number ? FromNumber(number) : FromSpecial(text);

    private object FromNumber(NumberText? parsed)
    {
        if (parsed is not { } number || number.WholeDigits > (_whole ?? int.MaxValue))
            return _outOfRange;
        if (number.Digits.Length > 0 && number.Scale > (_scale ?? int.MaxValue))
            return _inexact;
        return number.ToDecimal() is { } exact ? exact : number.ToString();
    }

    // Only types without a limit know these, as PostgreSQL's numeric does.
    private object FromSpecial(string text) => field.Precision is null && text is "NaN" or "Infinity" or "-Infinity" ? text : _invalid;

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
