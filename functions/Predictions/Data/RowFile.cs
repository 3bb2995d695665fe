using System.Text;
using System.Text.Json;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Predictions;

/// <summary>Rows in a file: one line of columns, then one line of JSON a row.</summary>
public sealed class RowFile : RowReader
{
    private readonly StreamReader _lines;

    private RowFile(StreamReader lines, IReadOnlyList<ResultColumn> columns) => (_lines, Columns) = (lines, columns);

    public override IReadOnlyList<ResultColumn> Columns { get; }

    public override bool IsTruncated => false;

    public static async Task WriteAsync(RowTable table, Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync(JsonSerializer.Serialize(table.Columns, PredictionFiles.Json).AsMemory(), cancellationToken);
        foreach (var row in table.Rows.EnumerateArray())
            await writer.WriteLineAsync(JsonSerializer.Serialize(row).AsMemory(), cancellationToken);
    }

    public static async Task<RowFile> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        var columns = await lines.ReadLineAsync(cancellationToken) ?? throw new InvalidDataException("A file of rows is empty.");
        return new RowFile(lines, JsonSerializer.Deserialize<IReadOnlyList<ResultColumn>>(columns, PredictionFiles.Json)!);
    }

    public override async ValueTask<object?[]?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _lines.ReadLineAsync(cancellationToken) is not { } line)
            return null;
        using var row = JsonDocument.Parse(line);
        return [.. row.RootElement.EnumerateArray().Select((value, column) => Value(value, Columns[column].Kind))];
    }

    public override ValueTask DisposeAsync()
    {
        _lines.Dispose();
        return ValueTask.CompletedTask;
    }

    private static object? Value(JsonElement value, ColumnKind kind) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when kind == ColumnKind.Timestamp && Dates.TryRead(value.GetString()!, out var time) => time,
        JsonValueKind.String => value.GetString(),
        _ => null,
    };
}
