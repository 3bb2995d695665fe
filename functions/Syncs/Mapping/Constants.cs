using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Values that stand in the mapping itself, as JSON.</summary>
internal static class Constants
{
    /// <summary>The value for the field, null for null, or the failure where it is of the wrong type.</summary>
    public static object? Convert(JsonNode? value, DestinationField field, WallClock clock)
    {
        if (value is null)
            return null;
        return field.Kind == ColumnKind.Json || TargetPath.IsArray(field.Name) || value is JsonObject or JsonArray
            ? Conversions.Create(ColumnKind.Json, JsonPath.Empty, field, clock).Convert(JsonText.Of(value))
            : Conversions.Create(KindOf(value), JsonPath.Empty, field, clock).Convert(JsonText.ToValue(JsonSerializer.SerializeToElement(value))!);
    }

    public static ColumnKind KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => ColumnKind.Boolean,
        JsonValueKind.Number => JsonText.Of(value).AsSpan().ContainsAny(".eE") ? ColumnKind.Decimal : ColumnKind.Integer,
        JsonValueKind.Object or JsonValueKind.Array => ColumnKind.Json,
        _ => ColumnKind.Text,
    };
}
