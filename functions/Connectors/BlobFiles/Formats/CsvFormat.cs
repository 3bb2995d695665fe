using System.Buffers;
using System.Text;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.BlobFiles.Formats;

/// <summary>CSV after RFC 4180, in UTF-8. Values are written as they are: what a spreadsheet would take for a formula, too.</summary>
/// <param name="NullText">Stands for NULL, without quotes; a text that looks like it has quotes.</param>
internal sealed record CsvFormat(char Delimiter, bool HasHeader, string NullText, bool IsCompressed)
    : FileFormat(IsCompressed ? "csv.gz" : "csv", IsCompressed ? "application/gzip" : "text/csv; charset=utf-8")
{
    private static readonly SearchValues<char> NotForNull = SearchValues.Create("\"\r\n,;|\t");

    private static readonly Dictionary<string, char> Delimiters = new() { [","] = ',', [";"] = ';', ["|"] = '|', ["\t"] = '\t', ["tab"] = '\t' };

    public static CsvFormat Read(JsonSource source, bool isCompressed)
    {
        var nullText = source.Text("null_text", maxLength: 20) ?? "";
        if (nullText.AsSpan().ContainsAny(NotForNull))
            source.Error("null_text", "This has no quotes, line ends or delimiters.");
        return new CsvFormat(source.OneOf("delimiter", Delimiters) ?? ',', source.Flag("header", otherwise: true), nullText, isCompressed);
    }

    public override IFileMaker MakerOf(IReadOnlyList<ResultColumn> columns, string scratch) => new Maker(this, columns);

    private sealed class Maker(CsvFormat format, IReadOnlyList<ResultColumn> columns) : IFileMaker
    {
        private readonly SearchValues<char> _special = SearchValues.Create([format.Delimiter, '"', '\r', '\n']);

        public IReadOnlyList<RowRejection> Make(string path, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
        {
            using var text = new StreamWriter(Create(path, format.IsCompressed), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024);
            if (format.HasHeader)
                WriteRow(text, [.. columns.Select(column => column.Name)]);
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteRow(text, row);
            }
            return [];
        }

        private void WriteRow(StreamWriter text, object?[] row)
        {
            for (var at = 0; at < row.Length; at++)
            {
                if (at > 0)
                    text.Write(format.Delimiter);
                WriteValue(text, row[at]);
            }
            text.Write("\r\n");
        }

        private void WriteValue(StreamWriter text, object? value)
        {
            var cell = value is null ? format.NullText : JsonCells.Text(value);
            if (value is not null && (cell == format.NullText || cell.Length == 0 || cell.AsSpan().ContainsAny(_special) || cell[0] == ' ' || cell[^1] == ' '))
                text.Write($"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            else
                text.Write(cell);
        }

        public void Dispose()
        {
        }
    }
}
