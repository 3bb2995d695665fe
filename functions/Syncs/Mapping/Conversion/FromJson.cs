using System.Text.Json;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Reads JSON, goes to where a path leads in it, and hands what is there to the field's own converter.</summary>
internal sealed class FromJson(JsonPath path, DestinationField field, ValueConverter converter) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "values out of JSON, and the source holds none");
    private readonly MappingFailure _nested = Failures.Invalid(field, $"{field.Kind} values, and the source holds a JSON object or array");
    private readonly bool _takesJson = field.Kind == ColumnKind.Json;
    private readonly bool _takesNested = field.Kind is ColumnKind.Json or ColumnKind.Text or ColumnKind.Other;

    public override object? Convert(object value)
    {
        if (value is not string text)
            return _invalid;
        try
        {
            using var document = JsonDocument.Parse(text);
            return Convert(path.Find(document.RootElement));
        }
        catch (JsonException)
        {
            return _invalid;
        }
    }

    private object? Convert(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return null;
        if (_takesJson)
            return converter.Convert(element.GetRawText());
        if (!_takesNested && element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return _nested;
        return converter.Convert(JsonText.ToValue(element)!);
    }
}
