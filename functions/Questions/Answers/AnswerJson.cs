using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>An <see cref="Answer"/> as gzipped JSON, the form in which it is kept.</summary>
public static class AnswerJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new FrameConverter(), new JsonStringEnumConverter() } };

    public static async Task<BinaryData> WriteAsync(Answer answer, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
            await JsonSerializer.SerializeAsync(gzip, answer, Options, cancellationToken);
        return BinaryData.FromBytes(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    public static async Task<Answer> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(stream, CompressionMode.Decompress);
        return await JsonSerializer.DeserializeAsync<Answer>(gzip, Options, cancellationToken)
            ?? throw new InvalidDataException("A kept answer is empty.");
    }

    private sealed record StoredFrame(IReadOnlyList<ResultColumn> Columns, long TotalRows, bool IsTruncated, JsonElement[][] Rows);

    private sealed class FrameConverter : JsonConverter<ResultFrame>
    {
        public override ResultFrame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize<StoredFrame>(ref reader, options)!;
            var rows = Array.ConvertAll(stored.Rows, row => row.Select((value, column) => Cell.FromJson(value, stored.Columns[column].Kind)).ToArray());
            return new ResultFrame(stored.Columns, rows, stored.TotalRows, stored.IsTruncated);
        }

        public override void Write(Utf8JsonWriter writer, ResultFrame value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("columns");
            JsonSerializer.Serialize(writer, value.Columns, options);
            writer.WriteNumber("totalRows", value.TotalRows);
            writer.WriteBoolean("isTruncated", value.IsTruncated);
            writer.WriteStartArray("rows");
            foreach (var row in value.Rows)
            {
                writer.WriteStartArray();
                foreach (var cell in row)
                    WriteCell(writer, cell);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        private static void WriteCell(Utf8JsonWriter writer, object? cell)
        {
            switch (Cell.ToJson(cell))
            {
                case null: writer.WriteNullValue(); break;
                case bool flag: writer.WriteBooleanValue(flag); break;
                case long number: writer.WriteNumberValue(number); break;
                case decimal number: writer.WriteNumberValue(number); break;
                case double number: writer.WriteNumberValue(number); break;
                case var other: writer.WriteStringValue(Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture)); break;
            }
        }
    }
}
