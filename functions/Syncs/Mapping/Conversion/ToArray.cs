using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>
/// For paths through arrays (<c>tags[]</c>, <c>lines[].sku</c>): JSON text of an array, whose elements have been converted one by one, or of a single value.
/// <see cref="NestedValues"/> puts them in their places.
/// </summary>
internal sealed class ToArray(DestinationField field, ColumnKind source, ValueConverter element, WallClock clock) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "JSON arrays or single values; text that begins with [ has to be JSON to its end");
    private readonly bool _isJson = source == ColumnKind.Json;
    private readonly bool _mayBeArray = source is ColumnKind.Json or ColumnKind.Text or ColumnKind.Other;

    public override object? Convert(object value)
    {
        if (!_mayBeArray || value is not string text || (!_isJson && text.AsSpan().TrimStart() is not ['[', ..]))
            return One(value, out var refused) is { } node ? JsonText.Of(node) : refused;

        try
        {
            using var document = JsonDocument.Parse(text);
            var converted = Any(document.RootElement, out var failure);
            return failure ?? (converted is null ? null : (object)JsonText.Of(converted));
        }
        catch (JsonException)
        {
            return _invalid;
        }
    }

    private JsonNode? Any(JsonElement json, out MappingFailure? failure)
    {
        failure = null;
        if (json.ValueKind != JsonValueKind.Array)
            return field.Kind == ColumnKind.Json ? JsonNode.Parse(json.GetRawText()) : JsonText.ToValue(json) is { } scalar ? One(scalar, out failure) : null;
        var array = new JsonArray();
        foreach (var item in json.EnumerateArray())
        {
            array.Add(Any(item, out failure));
            if (failure is not null)
                break;
        }

        return array;
    }

    private JsonNode? One(object value, out MappingFailure? failure)
    {
        var converted = element.Convert(value);
        failure = converted as MappingFailure;
        return failure is null ? JsonText.ToNode(converted, field.Kind, clock) : null;
    }
}
