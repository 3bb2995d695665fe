using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Names a type as a caller knows it.</summary>
internal static class JsonTypeWords
{
    public static string Of(JsonTypeInfo type)
    {
        var value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (value.IsEnum)
            return "one of " + string.Join(", ", Enum.GetNames(value).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
        if (type.Kind == JsonTypeInfoKind.Dictionary)
            return "an object of the right values";
        if (value == typeof(DateTimeOffset) || value == typeof(DateTime))
            return "a time such as 2026-01-31T12:00:00Z";
        if (value == typeof(Guid))
            return "a UUID";
        return Type.GetTypeCode(value) switch
        {
            TypeCode.String => "a string",
            TypeCode.Boolean => "true or false",
            TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Byte => "a whole number in range",
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number",
            _ => "a value of the right type",
        };
    }
}
