using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>What the templates of one writer can read, whatever the row.</summary>
internal sealed class WriterScope
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ValuesScope _values;
    private readonly ConcurrentDictionary<RowForm, RowForm> _formsWithoutKey = new();

    /// <param name="values">What templates can read that is about no row and no stream.</param>
    public WriterScope(RowLayout layout, WriteTarget target, ValuesScope values, JsonObject streamVariables)
    {
        (Layout, Target) = (layout, target);
        KeyPlaces = [.. target.Key.Select(field => layout.Place(field) ?? -1)];
        FieldPlaces = [.. target.Stream.Fields.Select(field => layout.Place(field.Name))];
        var stream = streamVariables.DeepClone();
        stream["name"] = target.Stream.Name;
        stream["field_count"] = target.Stream.Fields.Count;
        _values = values.With("options", ToElement(target.Options)).With("stream", ToElement(stream));
    }

    public RowLayout Layout { get; }

    public WriteTarget Target { get; }

    /// <summary>Where the key's values are in the rows.</summary>
    public IReadOnlyList<int> KeyPlaces { get; }

    /// <summary>Where the values of the stream's fields are in the rows, in the order of those fields; null for those that are not sent.</summary>
    public IReadOnlyList<int?> FieldPlaces { get; }

    public RowForm FormOf(RowForm form) => form.ExceptKey ? _formsWithoutKey.GetOrAdd(form, whole => whole.Without(Target.Key)) : form;

    public JsonElement? Find(string root) => _values.Find(root);

    public static JsonElement ToElement(JsonNode node) => JsonSerializer.SerializeToElement(node);

    /// <param name="size">A guess of how much will be written.</param>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write, int size = 512)
    {
        var buffer = new ArrayBufferWriter<byte>(size);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            write(writer);
        return buffer.WrittenMemory;
    }

    public static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        using var document = JsonDocument.Parse(Write(write));
        return document.RootElement.Clone();
    }
}
