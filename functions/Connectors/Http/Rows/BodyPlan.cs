using System.Text;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>How the body of a request is made.</summary>
internal abstract record BodyPlan(string ContentType)
{
    private const int MaxBody = 16 * 1024 * 1024;

    public bool IsForm => ContentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    public bool IsJson => ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="LiquidException">A template could not be rendered, or the body is too large or not what its content type says.</exception>
    public ReadOnlyMemory<byte> Write(RequestScope scope)
    {
        var body = WriteBody(scope);
        return body.Length <= MaxBody ? body : throw new LiquidException($"A body has at most {MaxBody:N0} bytes.");
    }

    protected abstract ReadOnlyMemory<byte> WriteBody(RequestScope scope);
}

/// <summary>A JSON value in which some are filled in from rows; as a form, its members are fields: <c>address[city]</c>.</summary>
internal sealed record ShapedBody(BodyShape Shape, string ContentType = "application/json") : BodyPlan(ContentType)
{
    private const int BytesOfRow = 256;

    protected override ReadOnlyMemory<byte> WriteBody(RequestScope scope)
    {
        var json = WriterScope.Write(writer => Shape.Write(writer, scope), BytesOfRow * (scope.Count + 1));
        return IsForm ? FormBody.From(json) : json;
    }
}

/// <summary>A text with values filled in, escaped for the content type.</summary>
internal sealed record TemplateBody(LiquidTemplate Template, string ContentType) : BodyPlan(ContentType)
{
    private const int MaxLength = 4 * 1024 * 1024;

    protected override ReadOnlyMemory<byte> WriteBody(RequestScope scope)
    {
        var text = scope.Render(Template, IsJson ? LiquidEncoding.Json : IsForm ? LiquidEncoding.Url : LiquidEncoding.None, MaxLength);
        if (IsJson)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
            }
            catch (JsonException e)
            {
                throw new LiquidException($"The body is no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).", e);
            }
        }
        return Encoding.UTF8.GetBytes(text);
    }
}

/// <summary>JSON as a form: members of members in brackets, items by their index, null as an empty value.</summary>
internal static class FormBody
{
    public static byte[] From(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new List<string>();
        foreach (var member in document.RootElement.EnumerateObject())
            Add(fields, member.Name, member.Value);
        return Encoding.ASCII.GetBytes(string.Join('&', fields));
    }

    private static void Add(List<string> fields, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Add(fields, $"{name}[{member.Name}]", member.Value);
                break;
            case JsonValueKind.Array:
                for (var at = 0; at < value.GetArrayLength(); at++)
                    Add(fields, $"{name}[{at}]", value[at]);
                break;
            default:
                fields.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(JsonPointer.TextOf(value) ?? "")}");
                break;
        }
    }
}
