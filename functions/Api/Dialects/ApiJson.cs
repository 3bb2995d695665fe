using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPlatform.Api.Dialects;

/// <summary>The JSON of the public APIs: snake_case, enums as words, text left readable.</summary>
public static class ApiJson
{
    public const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    public const string Milliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    public const string OffsetMicroseconds = "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz";

    /// <summary>How request bodies are read: strictly, so that a misspelt property is an error and not silence.</summary>
    public static JsonSerializerOptions Reading { get; } = Frozen(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 32,
        Converters = { Words() },
    });

    /// <param name="timeFormat">One of the formats of this class; those that end in Z are written in UTC.</param>
    public static JsonSerializerOptions Writing(string timeFormat) => Frozen(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Answers are application/json and never part of a page, so SQL need not have its quotes and brackets escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { Words(), new TimeConverter(timeFormat) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveNullsAway } },
    });

    private static void LeaveNullsAway(JsonTypeInfo type)
    {
        if (!type.Type.IsDefined(typeof(WithoutNullsAttribute), inherit: false))
            return;
        foreach (var property in type.Properties)
            property.ShouldSerialize = (_, value) => value is not null;
    }

    private static JsonStringEnumConverter Words() => new(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    private static JsonSerializerOptions Frozen(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class TimeConverter(string format) : JsonConverter<DateTimeOffset>
    {
        private readonly bool _utc = format.EndsWith("'Z'", StringComparison.Ordinal);

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue((_utc ? value.ToUniversalTime() : value).ToString(format, CultureInfo.InvariantCulture));
    }
}

/// <summary>A record that has many parts of which few are there at a time: those that are null are left away where it is written.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WithoutNullsAttribute : Attribute;
