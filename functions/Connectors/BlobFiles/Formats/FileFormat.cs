using System.IO.Compression;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.BlobFiles.Formats;

/// <summary>Makes files of rows, one after another.</summary>
internal interface IFileMaker : IDisposable
{
    /// <summary>The rows that the format cannot hold; the others are in the file.</summary>
    IReadOnlyList<RowRejection> Make(string path, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);
}

/// <param name="Extension">Of file names, without the dot.</param>
internal abstract record FileFormat(string Extension, string ContentType)
{
    private static readonly Dictionary<string, bool> Compressions = new() { ["none"] = false, ["gzip"] = true };

    /// <param name="scratch">A directory that the maker may use.</param>
    public abstract IFileMaker MakerOf(IReadOnlyList<ResultColumn> columns, string scratch);

    public static FileFormat Read(JsonSource source)
    {
        var (format, isCompressed) = (source.Text("format") ?? "csv", source.OneOf("compression", Compressions) ?? false);
        var csv = CsvFormat.Read(source, isCompressed);
        if (format == "parquet" && isCompressed)
            source.Error("compression", "Parquet is compressed within.");
        switch (format)
        {
            case "csv":
                return csv;
            case "jsonl":
                return new JsonLinesFormat(isCompressed);
            case "parquet":
                return new ParquetFormat();
            default:
                source.Error("format", "This must be one of csv, jsonl, parquet.");
                return csv;
        }
    }

    protected static Stream Create(string path, bool isCompressed)
    {
        var file = File.Create(path);
        return isCompressed ? new GZipStream(file, CompressionLevel.Optimal) : file;
    }
}
