using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>
/// <see cref="string"/> holding JSON. Text that begins like an object or an array must be one; other text becomes a JSON string, so <c>42</c> in a column of text stays text.
/// </summary>
internal sealed class ToJson(DestinationField field, ColumnKind source, WallClock clock) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "JSON; text that begins with { or [ has to be JSON to its end");

    public override object? Convert(object value)
    {
        if (value is not string text)
            return JsonText.Of(JsonText.ToNode(value, source, clock));
        if (!ToText.IsWhole(text))
            return _invalid;
        if (source == ColumnKind.Json || (source is ColumnKind.Text or ColumnKind.Other && JsonText.LooksNested(text)))
            return JsonText.IsValid(text) ? text : _invalid;
        return JsonText.Of(JsonText.ToNode(text, source, clock));
    }
}
