using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="bool"/></summary>
internal sealed class ToBoolean(DestinationField field) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "true or false, also as 1 and 0, t and f, yes and no");

    public override object? Convert(object value) => value switch
    {
        bool => value,
        long and (0 or 1) => (long)value == 1,
        decimal and (0 or 1) => (decimal)value == 1,
        double and (0 or 1) => (double)value == 1,
        string text => FromText(text),
        _ => _invalid,
    };

    private object FromText(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "t" or "yes" or "1" => true,
        "false" or "f" or "no" or "0" => false,
        _ => _invalid,
    };
}
