using System.Text.Json;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>What requests say of datasets, as the platform has it.</summary>
public sealed class DatasetRequests(Connections.Connections connections, ResourceIds ids)
{
    /// <summary>The largest request that brings content; larger files are uploaded.</summary>
    public const long MostBytes = 24 * 1024 * 1024;

    private static readonly string[] Fields = ["name", "description", "format", "delimiter", "header", "null_text", "on_error", "columns"];

    public static ReadOptions Options(DatasetSourceRequest? source, IReadOnlyList<DatasetColumnRequest>? columns, UnreadablePolicy onError) =>
        Options(source?.Type == DatasetSourceKind.Rows ? FileFormat.JsonLines : source?.Format ?? FileFormat.Csv, source?.Delimiter ?? ",", source?.Header ?? true, source?.NullText ?? "", columns, onError);

    public static ReadOptions Options(OpenUploadRequest upload) =>
        Options(upload.Format, upload.Delimiter, upload.Header, upload.NullText, upload.Columns, upload.OnError);

    public static ReadOptions Options(
        FileFormat format, string delimiter, bool hasHeader, string nullText, IReadOnlyList<DatasetColumnRequest>? columns, UnreadablePolicy onError) =>
        new(format, delimiter switch { "\\t" => '\t', [var one] => one, _ => '\0' }, hasHeader, nullText, onError)
        {
            Columns = [.. (columns ?? []).Select(column => new DeclaredColumn(column.Name, column.Type, column.Format))],
        };

    /// <summary>Rows as a file of JSON lines.</summary>
    public static Stream Lines(IEnumerable<object> rows)
    {
        var lines = new MemoryStream();
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(lines, row);
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        return lines;
    }

    /// <summary>The source of a dataset that is not content itself.</summary>
    public async Task<Result<DatasetSource>> SourceAsync(WorkspaceId workspace, DatasetSourceRequest? source, CancellationToken cancellationToken)
    {
        if (source is null or { Type: DatasetSourceKind.Rows })
            return DatasetSource.Rows;
        if (source.Type == DatasetSourceKind.Upload)
            return DatasetSource.Upload;
        if (source.Type == DatasetSourceKind.File)
            return DatasetErrors.Invalid(new FieldError("$.source.type", "A file comes as multipart/form-data in a field named file."));
        if (source.ConnectionId is not { } connectionId)
            return DatasetErrors.Invalid(new FieldError("$.source.connection_id", "Is required."));
        var connection = await ids.ReadAsync(workspace, ResourceIds.Connection, connectionId, cancellationToken);
        if (source.Type == DatasetSourceKind.Query)
            return source.Query is { } sql ? new DatasetSource(DatasetSourceType.Query, connection, sql) : DatasetErrors.Invalid(new FieldError("$.source.query", "Is required."));
        if (source.Table is not { } table)
            return DatasetErrors.Invalid(new FieldError("$.source.table", "Is required."));
        if (!(await connections.OpenAsync(workspace, connection, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        var dialect = open.Connector.Dialect;
        return new DatasetSource(DatasetSourceType.Query, connection, $"SELECT * FROM {(source.Schema is { } schema ? dialect.Quote(schema) + "." : "")}{dialect.Quote(table)}");
    }

    /// <summary>A file that came as multipart/form-data, and what the other fields say of it.</summary>
    public static async Task<Result<SentFile>> FileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
            return RequestErrors.TooLarge(MostBytes);
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = MostBytes, ValueLengthLimit = 1024 * 1024, ValueCountLimit = 32 }, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return broken.Message.Contains("length limit", StringComparison.Ordinal) ? RequestErrors.TooLarge(MostBytes) : RequestErrors.NotMultipart;
        }

        if (form.Files.GetFile("file") is not { } file || form.Files.Count != 1)
            return RequestErrors.BadParameters([new FieldError("file", "One file is expected, in a field of this name.")]);
        if (form.Keys.FirstOrDefault(key => !Fields.Contains(key)) is { } unknown)
            return RequestErrors.BadParameters([new FieldError(unknown, $"Unknown here; known are file, {string.Join(", ", Fields)}.")]);
        return new SentFile(file, form);
    }
}

/// <summary>A file with what a form says of it.</summary>
public sealed class SentFile(IFormFile file, IFormCollection form)
{
    public Stream Open() => file.OpenReadStream();

    public string? Text(string field) => form[field] is { Count: > 0 } values && values[0] is { Length: > 0 } text ? text : null;

    /// <summary>A dataset's name: the one that is given, or the file's without its ending.</summary>
    public string Name => Text("name") ?? Path.GetFileNameWithoutExtension(file.FileName);

    /// <param name="otherwise">How the dataset is read, where the form does not say.</param>
    public Result<ReadOptions> Options(ReadOptions? otherwise = null)
    {
        var wrong = new List<FieldError>();
        var format = Text("format") is { } word ? Word<FileFormat>("format", word) : FormatOf(file.FileName) ?? otherwise?.Format ?? FileFormat.Csv;
        var onError = Text("on_error") is { } policy ? Word<UnreadablePolicy>("on_error", policy) : otherwise?.OnUnreadable ?? UnreadablePolicy.Refuse;
        var header = Text("header") switch { null => otherwise?.HasHeader ?? true, "true" => true, "false" => false, _ => Fail<bool>("header", "true or false.") };
        IReadOnlyList<DatasetColumnRequest>? columns = null;
        if (Text("columns") is { } json)
        {
            if (!JsonBody.Parse<ColumnsField>(System.Text.Encoding.UTF8.GetBytes($"{{\"columns\":{json}}}")).Succeeded(out var parsed, out var unreadable))
                return unreadable;
            columns = parsed.Columns;
        }

        if (wrong.Count > 0)
            return RequestErrors.BadParameters(wrong);
        var delimiter = form["delimiter"] is { Count: > 0 } given ? given[0]! : otherwise?.Delimiter.ToString() ?? ",";
        var read = DatasetRequests.Options(format, delimiter, header, Text("null_text") ?? otherwise?.NullText ?? "", columns, onError);
        return columns is null && otherwise is not null ? read with { Columns = otherwise.Columns } : read;

        T Word<T>(string field, string text)
            where T : struct, Enum
        {
            foreach (var value in Enum.GetValues<T>())
            {
                if (JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()) == text)
                    return value;
            }

            return Fail<T>(field, $"One of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}.");
        }

        T Fail<T>(string field, string message)
            where T : struct
        {
            wrong.Add(new FieldError(field, message));
            return default;
        }
    }

    private static FileFormat? FormatOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" or ".txt" => FileFormat.Csv,
        ".jsonl" or ".ndjson" or ".json" => FileFormat.JsonLines,
        ".parquet" => FileFormat.Parquet,
        _ => null,
    };

    private sealed record ColumnsField(IReadOnlyList<DatasetColumnRequest> Columns);
}
