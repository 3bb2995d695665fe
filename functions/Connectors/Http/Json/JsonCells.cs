using System.Globalization;
using System.Text.Json;

namespace FunctionsPlatform.Connectors.Http.Json;

/// <summary>Values of rows as JSON: numbers exact, times in ISO 8601 and instants in UTC, bytes in Base64, JSON as it stands.</summary>
internal static class JsonCells
{
    public static void Write(Utf8JsonWriter writer, ColumnKind kind, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            case long or int or short or byte:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case string text when kind is ColumnKind.Integer or ColumnKind.Decimal && IsNumber(text):
                writer.WriteRawValue(text);
                break;
            case string text when kind == ColumnKind.Json && TryParse(text) is { } json:
                using (json)
                    json.RootElement.WriteTo(writer);
                break;
            default:
                writer.WriteStringValue(Text(value));
                break;
        }
    }

    /// <summary>The value as text, the same wherever it is written; empty for null.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool boolean => boolean ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        DateTime timestamp => timestamp.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        Guid uuid => uuid.ToString("D"),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The document, or null when the text is none.</summary>
    public static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsNumber(string text)
    {
        using var json = TryParse(text);
        return json?.RootElement.ValueKind == JsonValueKind.Number;
    }
}
