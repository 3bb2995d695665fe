using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>A JSON value, or what is filled in in its place.</summary>
internal abstract record BodyShape
{
    public abstract void Write(Utf8JsonWriter json, RequestScope scope);

    /// <summary>False where a member with this value is left out.</summary>
    public virtual bool IsPresent(RequestScope scope) => true;
}

internal sealed record ConstantShape(JsonElement Value) : BodyShape
{
    public static ConstantShape Of(string text) => new(WriterScope.Element(json => json.WriteStringValue(text)));

    public override void Write(Utf8JsonWriter json, RequestScope scope) => Value.WriteTo(json);
}

/// <summary>A string.</summary>
internal sealed record TextShape(LiquidTemplate Template) : BodyShape
{
    public override void Write(Utf8JsonWriter json, RequestScope scope) => json.WriteStringValue(scope.Render(Template));
}

/// <summary>A JSON value that a template prints; left out where it prints nothing.</summary>
internal sealed record JsonShape(LiquidTemplate Template) : BodyShape
{
    public override bool IsPresent(RequestScope scope) => !string.IsNullOrWhiteSpace(Render(scope));

    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        using var value = JsonCells.TryParse(Render(scope)) ?? throw new LiquidException("A part of the body is no JSON.");
        value.RootElement.WriteTo(json);
    }

    private string Render(RequestScope scope) => scope.Render(Template, LiquidEncoding.Json);
}

internal sealed record ObjectShape(IReadOnlyList<KeyValuePair<string, BodyShape>> Members) : BodyShape
{
    public static ObjectShape Of(params KeyValuePair<string, BodyShape>[] members) => new(members);

    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Members)
        {
            if (!value.IsPresent(scope))
                continue;
            json.WritePropertyName(name);
            value.Write(json, scope);
        }
        json.WriteEndObject();
    }
}

internal sealed record ListShape(IReadOnlyList<BodyShape> Items) : BodyShape
{
    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        json.WriteStartArray();
        foreach (var item in Items.Where(item => item.IsPresent(scope)))
            item.Write(json, scope);
        json.WriteEndArray();
    }
}

/// <summary>A list with one item for each row.</summary>
internal sealed record RowsShape(BodyShape Item) : BodyShape
{
    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        json.WriteStartArray();
        scope.ForEach(() => Item.Write(json, scope));
        json.WriteEndArray();
    }
}

/// <summary>The row as an object, with members of its own beside the row's where <paramref name="More"/> says so.</summary>
internal sealed record RowShape(RowForm Form, ObjectShape? More = null) : BodyShape
{
    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        var form = scope.Writer.FormOf(Form);
        if (More is null)
        {
            scope.Layout.Write(json, scope.Row, form);
            return;
        }
        var row = WriterScope.Element(inner => scope.Layout.Write(inner, scope.Row, form));
        var more = WriterScope.Element(inner => More.Write(inner, scope));
        json.WriteStartObject();
        foreach (var member in row.EnumerateObject().Where(member => !more.TryGetProperty(member.Name, out _)).Concat(more.EnumerateObject()))
            member.WriteTo(json);
        json.WriteEndObject();
    }
}

/// <summary>One field's value; left out where the sync does not send that field or, if asked, where it is NULL.</summary>
internal sealed record FieldShape(string Field, NullForm Nulls = NullForm.Null) : BodyShape
{
    public override bool IsPresent(RequestScope scope) => scope.Layout.Place(Field) is { } at && (Nulls != NullForm.Omitted || scope.Row[at] is not null);

    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        if (scope.Layout.Place(Field) is not { } at)
            json.WriteNullValue();
        else if (scope.Row[at] is null && Nulls == NullForm.EmptyText)
            json.WriteStringValue("");
        else
            scope.Layout.WriteField(json, scope.Row, at);
    }
}

/// <summary>The value of the key; of several fields an object.</summary>
internal sealed record KeyShape : BodyShape
{
    public override bool IsPresent(RequestScope scope) => scope.Writer.KeyPlaces.Count > 0;

    public override void Write(Utf8JsonWriter json, RequestScope scope) => scope.WriteKey(json);
}

/// <summary>The names of the key's fields.</summary>
internal sealed record KeyNamesShape : BodyShape
{
    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        json.WriteStartArray();
        foreach (var name in scope.Writer.Target.Key)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}

/// <summary>The row as a list in the order of the stream's fields, null for fields that are not sent and an empty text for NULL, as spreadsheets take it.</summary>
internal sealed record CellsShape : BodyShape
{
    public override void Write(Utf8JsonWriter json, RequestScope scope)
    {
        json.WriteStartArray();
        foreach (var place in scope.Writer.FieldPlaces)
        {
            if (place is not { } at)
                json.WriteNullValue();
            else if (scope.Row[at] is null)
                json.WriteStringValue("");
            else
                scope.Layout.WriteField(json, scope.Row, at);
        }
        json.WriteEndArray();
    }
}
