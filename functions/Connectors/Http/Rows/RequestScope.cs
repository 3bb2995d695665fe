using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>The rows of one request, and what its templates can read.</summary>
/// <param name="rows">Positions in the batch.</param>
/// <param name="found">What a look-up named rows by, by their positions in the batch.</param>
internal sealed class RequestScope(WriterScope writer, WriteBatch batch, IReadOnlyList<int> rows, IReadOnlyDictionary<int, string>? found = null) : TemplateScope
{
    private int? _current = rows.Count == 1 ? 0 : null;

    public WriterScope Writer => writer;

    public RowLayout Layout => writer.Layout;

    public int Count => rows.Count;

    /// <summary>The row that is being written; of a request of several rows only inside their list.</summary>
    public object?[] Row => batch.Rows[rows[_current ?? throw new LiquidException("The request has several rows: name the one inside their list.")]];

    public Guid Run => batch.Id.Run;

    public string Operation => batch.Operation.ToString().ToLowerInvariant();

    /// <summary>The answer that started a job.</summary>
    public JsonElement? Response { get; private init; }

    /// <summary>The same for the same rows of the same batch, and for no others.</summary>
    public string IdempotencyKey => rows.Count == 1 ? $"{batch.Id}-{rows[0]}"
        : rows[^1] - rows[0] == rows.Count - 1 ? $"{batch.Id}-{rows[0]}-{rows.Count}"
        : $"{batch.Id}-{rows[0]}-{rows.Count}-{XxHash32.HashToUInt32(MemoryMarshal.AsBytes(rows.ToArray().AsSpan())):x8}";

    public RequestScope After(JsonElement response) => new(writer, batch, rows, found) { Response = response };

    public object?[] RowAt(int at) => batch.Rows[rows[at]];

    /// <summary>Runs for each row, which is then the current one.</summary>
    public void ForEach(Action write)
    {
        var outer = _current;
        for (var at = 0; at < rows.Count; at++)
        {
            _current = at;
            write();
        }
        _current = outer;
    }

    public void WriteKey(Utf8JsonWriter json)
    {
        if (writer.KeyPlaces.Count == 1)
        {
            Layout.WriteField(json, Row, writer.KeyPlaces[0]);
            return;
        }
        json.WriteStartObject();
        foreach (var (field, place) in writer.Target.Key.Zip(writer.KeyPlaces))
        {
            json.WritePropertyName(field);
            Layout.WriteField(json, Row, place);
        }
        json.WriteEndObject();
    }

    public override JsonElement? Find(string root) => root switch
    {
        "row" when _current is not null => RowElement(),
        "rows" => WriterScope.Element(json =>
        {
            json.WriteStartArray();
            ForEach(() => Layout.Write(json, Row, new RowForm()));
            json.WriteEndArray();
        }),
        "row_index" when _current is { } at => WriterScope.Element(json => json.WriteNumberValue(at)),
        "row_number" when _current is { } at => WriterScope.Element(json => json.WriteNumberValue(rows[at])),
        "found" when _current is { } at && found is not null => WriterScope.Element(json => json.WriteStringValue(found[rows[at]])),
        "key" => WriterScope.Element(WriteKeyVariable),
        "operation" => WriterScope.Element(json => json.WriteStringValue(Operation)),
        "batch" => WriterScope.Element(WriteBatch),
        "idempotency_key" => WriterScope.Element(json => json.WriteStringValue(IdempotencyKey)),
        "response" => Response,
        _ => writer.Find(root),
    };

    private JsonElement RowElement() => WriterScope.Element(json => Layout.Write(json, Row, new RowForm()));

    private void WriteKeyVariable(Utf8JsonWriter json)
    {
        var names = writer.Target.Key;
        json.WriteStartObject();
        json.WriteString("name", names.Count > 0 ? names[0] : null);
        json.WriteStartArray("names");
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
        if (names.Count > 0)
            json.WriteNumber("position", 1 + Math.Max(0, writer.Target.Stream.Fields.ToList().FindIndex(field => field.Name == names[0])));
        if (names.Count > 0 && _current is not null)
        {
            json.WritePropertyName("value");
            WriteKey(json);
        }
        json.WriteEndObject();
    }

    private void WriteBatch(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", batch.Id.ToString());
        json.WriteString("run", batch.Id.Run);
        json.WriteNumber("chunk", batch.Id.Chunk);
        json.WriteNumber("batch", batch.Id.Batch);
        json.WriteEndObject();
    }
}
