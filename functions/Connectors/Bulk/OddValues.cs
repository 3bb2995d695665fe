using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>
/// Values that their columns cannot hold: <c>infinity</c> in a column of dates, integers beyond 64 bits, tenths of microseconds, offsets from UTC, whatever
/// SQLite lets stand in a column. They are kept beside the columns as JSON, an object a row: <c>{"2":{"text":"infinity"}}</c> by position of the column.
/// </summary>
internal static class OddValues
{
    public static JsonObject Write(object value) => value switch
    {
        string text when !HasLoneSurrogate(text) => Tagged("text", text),
        string text => Tagged("utf16", Convert.ToBase64String(MemoryMarshal.AsBytes(text.AsSpan()))),
        long number => Tagged("integer", number.ToString(CultureInfo.InvariantCulture)),
        decimal number => Tagged("decimal", number.ToString(CultureInfo.InvariantCulture)),
        double number => Tagged("float", number.ToString("R", CultureInfo.InvariantCulture)),
        bool flag => Tagged("boolean", flag ? "true" : "false"),
        DateOnly date => Tagged("date", date.ToString("O", CultureInfo.InvariantCulture)),
        TimeOnly time => Tagged("time", time.ToString("O", CultureInfo.InvariantCulture)),
        TimeSpan span => Tagged("span", span.ToString("c", CultureInfo.InvariantCulture)),
        DateTime timestamp => Tagged("timestamp", timestamp.ToString("O", CultureInfo.InvariantCulture)),
        DateTimeOffset instant => Tagged("instant", instant.ToString("O", CultureInfo.InvariantCulture)),
        Guid uuid => Tagged("uuid", uuid.ToString("D")),
        byte[] bytes => Tagged("binary", Convert.ToBase64String(bytes)),
        _ => throw new NotSupportedException($"A connector gave a value of type {value.GetType().Name}."),
    };

    public static object Read(JsonElement value)
    {
        var tagged = value.EnumerateObject().First();
        var text = tagged.Value.GetString()!;
        return tagged.Name switch
        {
            "text" => text,
            "utf16" => new string(MemoryMarshal.Cast<byte, char>(Convert.FromBase64String(text))),
            "integer" => long.Parse(text, CultureInfo.InvariantCulture),
            "decimal" => decimal.Parse(text, CultureInfo.InvariantCulture),
            "float" => double.Parse(text, CultureInfo.InvariantCulture),
            "boolean" => text == "true",
            "date" => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture),
            "time" => TimeOnly.ParseExact(text, "O", CultureInfo.InvariantCulture),
            "span" => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture),
            "timestamp" => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            "instant" => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
            "uuid" => Guid.Parse(text),
            "binary" => Convert.FromBase64String(text),
            var unknown => throw new InvalidDataException($"A value of the unknown kind '{unknown}' was kept."),
        };
    }

    /// <summary>The values of some columns, by their new positions; null when none of these has one.</summary>
    public static string? Pick(string row, IReadOnlyList<int> positions)
    {
        using var parsed = JsonDocument.Parse(row);
        var picked = new JsonObject();
        for (var at = 0; at < positions.Count; at++)
        {
            if (parsed.RootElement.TryGetProperty(NameOf(positions[at]), out var value))
                picked[NameOf(at)] = JsonNode.Parse(value.GetRawText());
        }

        return picked.Count == 0 ? null : picked.ToJsonString();
    }

    public static string NameOf(int column) => column.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Tagged(string kind, string text) => new() { [kind] = text };

    private static bool HasLoneSurrogate(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
                at++;
            else if (char.IsSurrogate(text[at]))
                return true;
        }

        return false;
    }
}
