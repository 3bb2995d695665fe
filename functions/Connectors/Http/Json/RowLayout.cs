using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Http.Json;

/// <summary>What happens to NULL in a JSON object.</summary>
internal enum NullForm
{
    Null,
    Omitted,
    EmptyText,
}

/// <param name="Except">Fields that are left out.</param>
/// <param name="Only">The only fields; null for all.</param>
/// <param name="AsText">Whether all values are written as strings.</param>
internal sealed record RowForm(NullForm Nulls = NullForm.Null, bool AsText = false, IReadOnlySet<string>? Except = null, IReadOnlySet<string>? Only = null)
{
    /// <summary>Whether the fields of the key are left out.</summary>
    public bool ExceptKey { get; init; }

    public RowForm Without(IEnumerable<string> fields) => this with { Except = (Except ?? new HashSet<string>()).Concat(fields).ToHashSet(StringComparer.Ordinal) };

    public bool Takes(string field) => Except?.Contains(field) != true && Only?.Contains(field) != false;
}

/// <summary>
/// How a row becomes a JSON object. A name is a path: <c>address.city</c> makes an object, <c>tags[]</c> an array of the one value (or of the values of a JSON array),
/// <c>items[].sku</c> an array of one object.
/// </summary>
internal sealed class RowLayout
{
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly Dictionary<string, int> _places;
    private readonly Node _root = new("");

    private RowLayout(IReadOnlyList<ResultColumn> columns)
    {
        _columns = columns;
        _places = columns.Select((column, at) => (column.Name, at)).ToDictionary(column => column.Name, column => column.at, StringComparer.Ordinal);
    }

    public IReadOnlyList<ResultColumn> Columns => _columns;

    /// <param name="isNested">False where names stand for themselves, whatever characters they have.</param>
    public static Result<RowLayout> Of(IReadOnlyList<ResultColumn> columns, bool isNested = true)
    {
        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return HttpErrors.FieldsCollide(twice.Key);
        var layout = new RowLayout(columns);
        for (var at = 0; at < columns.Count; at++)
            if (!layout._root.TryAdd(isNested ? columns[at].Name.Split('.') : [columns[at].Name], at, isNested))
                return HttpErrors.FieldsCollide(columns[at].Name);
        return layout;
    }

    /// <summary>The place of a field's value in the rows; null where the sync does not send that field.</summary>
    public int? Place(string field) => _places.TryGetValue(field, out var at) ? at : null;

    public void WriteField(Utf8JsonWriter writer, object?[] row, int at) => JsonCells.Write(writer, _columns[at].Kind, row[at]);

    public void Write(Utf8JsonWriter writer, object?[] row, RowForm form)
    {
        writer.WriteStartObject();
        WriteMembers(writer, _root, row, form);
        writer.WriteEndObject();
    }

    private void WriteMembers(Utf8JsonWriter writer, Node node, object?[] row, RowForm form)
    {
        foreach (var child in node.Children)
        {
            if (!IsPresent(child, row, form))
                continue;
            writer.WritePropertyName(child.Encoded);
            if (child.Column is { } at)
                WriteLeaf(writer, child, at, row[at], form);
            else
                WriteBranch(writer, child, row, form);
        }
    }

    private void WriteBranch(Utf8JsonWriter writer, Node node, object?[] row, RowForm form)
    {
        if (node.IsArray)
            writer.WriteStartArray();
        writer.WriteStartObject();
        WriteMembers(writer, node, row, form);
        writer.WriteEndObject();
        if (node.IsArray)
            writer.WriteEndArray();
    }

    private void WriteLeaf(Utf8JsonWriter writer, Node node, int at, object? value, RowForm form)
    {
        if (!node.IsArray)
        {
            WriteValue(writer, at, value, form);
            return;
        }
        using var array = value is string text && text.StartsWith('[') ? JsonCells.TryParse(text) : null;
        if (array is not null)
        {
            array.RootElement.WriteTo(writer);
            return;
        }
        writer.WriteStartArray();
        if (value is not null)
            WriteValue(writer, at, value, form);
        writer.WriteEndArray();
    }

    private void WriteValue(Utf8JsonWriter writer, int at, object? value, RowForm form)
    {
        if (value is null && form.Nulls == NullForm.EmptyText)
            writer.WriteStringValue("");
        else if (form.AsText && value is not null)
            writer.WriteStringValue(JsonCells.Text(value));
        else
            JsonCells.Write(writer, _columns[at].Kind, value);
    }

    private bool IsPresent(Node node, object?[] row, RowForm form) => node.Column is { } at
        ? form.Takes(_columns[at].Name) && (form.Nulls != NullForm.Omitted || row[at] is not null)
        : node.Children.Exists(child => IsPresent(child, row, form));

    private sealed class Node(string name)
    {
        public string Name => name;

        /// <summary>Escaped once rather than for each row.</summary>
        public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

        public bool IsArray { get; private set; }

        public int? Column { get; private set; }

        public List<Node> Children { get; } = [];

        public bool TryAdd(ReadOnlySpan<string> path, int column, bool isNested)
        {
            var isArray = isNested && path[0].EndsWith("[]", StringComparison.Ordinal);
            var step = isArray ? path[0][..^2] : path[0];
            var child = Children.Find(other => other.Name == step);
            var isNew = child is null;
            if (child is null)
                Children.Add(child = new Node(step) { IsArray = isArray });
            if (path.Length > 1)
                return child.Column is null && child.IsArray == isArray && child.TryAdd(path[1..], column, isNested);
            child.Column = column;
            return isNew;
        }
    }
}
