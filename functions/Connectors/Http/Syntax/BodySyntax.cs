using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Rows;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>
/// Bodies as they are written down: JSON in which texts are templates, and an object with a member that begins with <c>$</c> stands for something of the rows.
/// </summary>
internal sealed class BodySyntax(JsonSource source, TemplateNames names, IReadOnlySet<string>? fields)
{
    private const int MaxDepth = 20;

    private static readonly Dictionary<string, NullForm> NullForms = new() { ["keep"] = NullForm.Null, ["omit"] = NullForm.Omitted, ["empty"] = NullForm.EmptyText };

    public BodyShape Read(JsonElement json, string name, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            source.Error(name, $"A body nests at most {MaxDepth} deep.");
            return new ConstantShape(default);
        }
        switch (json.ValueKind)
        {
            case JsonValueKind.String when Template(json, name) is { IsConstant: false } template:
                return new TextShape(template);
            case JsonValueKind.Array:
                return new ListShape([.. json.EnumerateArray().Select((item, at) => Read(item, $"{name}[{at}]", depth + 1))]);
            case JsonValueKind.Object when json.EnumerateObject().Any(member => member.Name.StartsWith('$')):
                return Directive(json, name, depth);
            case JsonValueKind.Object:
                return Members(json, name, depth);
            default:
                return new ConstantShape(json.Clone());
        }
    }

    private ObjectShape Members(JsonElement json, string name, int depth) =>
        new([.. json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Read(member.Value, $"{name}.{member.Name}", depth + 1)))]);

    private BodyShape Directive(JsonElement json, string name, int depth)
    {
        var directive = json.EnumerateObject().First(member => member.Name.StartsWith('$'));
        var options = source.At(name, json);
        options.Find(directive.Name);
        BodyShape? shape = directive.Name switch
        {
            "$rows" => new RowsShape(Read(directive.Value, $"{name}.$rows", depth + 1)),
            "$row" when directive.Value.ValueKind == JsonValueKind.Object => Row(directive.Value, $"{name}.$row", depth),
            "$field" when directive.Value.ValueKind == JsonValueKind.String => Field(directive.Value.GetString()!, options, name),
            "$key" when directive.Value.ValueEquals("value") => new KeyShape(),
            "$key" when directive.Value.ValueEquals("names") => new KeyNamesShape(),
            "$cells" => new CellsShape(),
            "$json" when Template(directive.Value, name) is { } template => new JsonShape(template),
            _ => null,
        };
        options.Done();
        if (shape is null)
            source.Error(name, "This is one of $rows, $row (an object), $field (a name), $key (value or names), $cells, $json (a template).");
        return shape ?? new ConstantShape(json.Clone());
    }

    private LiquidTemplate? Template(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.String ? source.TemplateOf(json.GetString()!, source.PathOf(name), names) : null;

    private FieldShape Field(string field, JsonSource options, string name)
    {
        if (fields?.Contains(field) == false)
            source.Error(name, $"The stream has no field '{field}'.");
        return new FieldShape(field, options.OneOf("nulls", NullForms) ?? NullForm.Null);
    }

    private RowShape Row(JsonElement json, string name, int depth)
    {
        var options = source.At(name, json);
        var (except, only) = (options.Texts("except"), options.Texts("only"));
        foreach (var field in except.Concat(only).Where(field => fields?.Contains(field) == false))
            options.Error("", $"The stream has no field '{field}'.");
        var form = new RowForm(
            options.OneOf("nulls", NullForms) ?? NullForm.Null,
            options.Flag("as_text"),
            except.Count > 0 ? except.ToHashSet(StringComparer.Ordinal) : null,
            only.Count > 0 ? only.ToHashSet(StringComparer.Ordinal) : null)
        {
            ExceptKey = options.Flag("except_key"),
        };
        var more = options.Find("with") is { ValueKind: JsonValueKind.Object } with ? Members(with, $"{name}.with", depth + 1) : null;
        options.Done();
        return new RowShape(form, more);
    }
}
