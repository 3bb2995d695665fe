using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.BlobFiles.Formats;

/// <summary>One JSON object a line, its members named as the columns are.</summary>
internal sealed record JsonLinesFormat(bool IsCompressed)
    : FileFormat(IsCompressed ? "jsonl.gz" : "jsonl", IsCompressed ? "application/gzip" : "application/x-ndjson")
{
    public override IFileMaker MakerOf(IReadOnlyList<ResultColumn> columns, string scratch) => new Maker(RowLayout.Of(columns, isNested: false).Value, IsCompressed);

    private sealed class Maker(RowLayout layout, bool isCompressed) : IFileMaker
    {
        private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
        private static readonly RowForm Form = new();

        public IReadOnlyList<RowRejection> Make(string path, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
        {
            using var file = new BufferedStream(Create(path, isCompressed), 64 * 1024);
            using var json = new Utf8JsonWriter(file, Options);
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                layout.Write(json, row, Form);
                json.Flush();
                json.Reset();
                file.WriteByte((byte)'\n');
            }
            return [];
        }

        public void Dispose()
        {
        }
    }
}
