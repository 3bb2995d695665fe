using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="long"/>, or <see cref="decimal"/> where it does not fit.</summary>
internal sealed class ToInteger(DestinationField field) : ValueConverter
{
    private readonly decimal _minimum = field.Minimum ?? decimal.MinValue;
    private readonly decimal _maximum = field.Maximum ?? decimal.MaxValue;
    private readonly long _least = (long)Math.Clamp(field.Minimum ?? long.MinValue, long.MinValue, long.MaxValue);
    private readonly long _most = (long)Math.Clamp(field.Maximum ?? long.MaxValue, long.MinValue, long.MaxValue);
    private readonly MappingFailure _invalid = Failures.Invalid(field, "whole numbers");
    private readonly MappingFailure _inexact = Failures.Inexact(field, "whole numbers; a fraction is not cut off");
    private readonly MappingFailure _outOfRange = Failures.OutOfRange(field, (field.Minimum, field.Maximum) switch
    {
        ({ } least, { } most) => FormattableString.Invariant($"whole numbers from {least} to {most}"),
        ({ } least, null) => FormattableString.Invariant($"whole numbers from {least}"),
        (null, { } most) => FormattableString.Invariant($"whole numbers up to {most}"),
        _ => "whole numbers of up to 28 digits",
    });

    public override object? Convert(object value) => value switch
    {
        long whole => whole >= _least && whole <= _most ? value : _outOfRange,
        decimal number => FromDecimal(number),
        double number => FromFloat(number),
        bool flag => Convert(flag ? 1L : 0L),
        string text => FromText(text),
        _ => _invalid,
    };

    private object FromDecimal(decimal number)
    {
        if (number != decimal.Truncate(number))
            return _inexact;
        if (number < _minimum || number > _maximum)
            return _outOfRange;
        return number is >= long.MinValue and <= long.MaxValue ? (object)(long)number : decimal.Truncate(number);
    }

    private object FromFloat(double number)
    {
        if (!double.IsFinite(number))
            return _invalid;
        if (number != Math.Truncate(number))
            return _inexact;
        return Math.Abs(number) < 1e28 ? FromDecimal(Exactly(number)) : _outOfRange;
    }

    // The conversion of the language keeps 15 digits.
    private static decimal Exactly(double whole) => (decimal)(Int128)whole;

    private object FromText(string text)
    {
        if (NumberText.Parse(text) is not { } number)
            return _invalid;
        if (number.FractionDigits > 0)
            return _inexact;
        return number.ToDecimal() is { } exact ? FromDecimal(exact) : _outOfRange;
    }
}
