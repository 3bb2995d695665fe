using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Values as JSON, and back.</summary>
internal static class JsonText
{
    // Letters of other alphabets stay readable; the text goes into columns and bodies, not into HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";

    /// <summary>Whether it is JSON from beginning to end.</summary>
    public static bool IsValid(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public static bool LooksNested(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    /// <summary>A row's value as JSON: numbers and booleans as such, JSON as what it holds, all else as text.</summary>
    /// <param name="kind">Tells JSON and numbers that came as text from text.</param>
    public static JsonNode? ToNode(object? value, ColumnKind kind, WallClock clock) => value switch
    {
        null => null,
        string text when kind == ColumnKind.Json => JsonNode.Parse(text),
        string text when kind is ColumnKind.Decimal or ColumnKind.Integer && NumberText.Parse(text) is { } number => JsonNode.Parse(number.ToString()),
        long whole => JsonValue.Create(whole),
        decimal number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(InvariantText.Of(value, clock)),
    };

    /// <summary>A scalar of JSON as a row's value; objects and arrays as their JSON text.</summary>
    public static object? ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Number => ToNumber(element.GetRawText()),
        _ => element.GetRawText(),
    };

    private static object ToNumber(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return NumberText.Parse(text)?.ToDecimal() is { } exact ? exact : text;
    }
}
