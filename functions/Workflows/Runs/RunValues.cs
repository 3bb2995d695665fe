using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>What steps have found, in the forms in which it is kept, read by templates and shown.</summary>
public static class RunValues
{
    private const int TableRows = 50;
    private const int TableCell = 40;

    /// <param name="maxRows">Rows to keep.</param>
    /// <param name="maxBytes">Roughly what they may take.</param>
    public static StepOutput OutputOf(ResultFrame frame, int maxRows, long maxBytes, JsonObject values)
    {
        var kept = new List<object?[]>();
        foreach (var row in frame.Rows.Take(maxRows))
        {
            object?[] cells = [.. row.Select(cell => Cell.ToJson(cell))];
            if ((maxBytes -= cells.Sum(cell => 16 + (cell is string text ? 2L * text.Length : 0))) < 0)
                break;
            kept.Add(cells);
        }

        return new StepOutput(frame.Columns, JsonSerializer.SerializeToElement(kept), frame.TotalRows, frame.TotalRows > kept.Count, ToElement(values));
    }

    public static ResultFrame FrameOf(StepOutput output)
    {
        var columns = output.Columns ?? [];
        var rows = output.Rows is { } kept
            ? kept.EnumerateArray().Select(row => row.EnumerateArray().Select((cell, at) => Cell.FromJson(cell, columns[at].Kind)).ToArray()).ToList()
            : [];
        return new ResultFrame(columns, rows, output.RowCount ?? rows.Count, output.IsTruncated);
    }

    /// <summary>A row as an object of its columns.</summary>
    public static JsonArray Objects(StepOutput output) =>
        [.. (output.Rows?.EnumerateArray() ?? []).Select(row => (JsonNode)new JsonObject(row.EnumerateArray().Select((cell, at) => KeyValuePair.Create(output.Columns![at].Name, ToNode(cell)))))];

    /// <summary>As it is shown in the history.</summary>
    public static JsonElement Shown(StepOutput output)
    {
        var shown = output.Values is { ValueKind: JsonValueKind.Object } values ? (JsonObject)ToNode(values)! : [];
        if (output.Columns is { } columns)
        {
            shown["columns"] = new JsonArray([.. columns.Select(column => (JsonNode)column.Name)]);
            shown["rows"] = output.Rows is { } rows ? ToNode(rows) : new JsonArray();
            shown["row_count"] = output.RowCount;
            shown["is_truncated"] = output.IsTruncated;
        }

        if (output.Items is { } items)
            shown["items"] = items.Count;
        return ToElement(shown);
    }

    /// <summary>What templates read of a step.</summary>
    public static JsonObject ForTemplates(StepRecord record, StepOutput? output)
    {
        var values = output?.Values is { ValueKind: JsonValueKind.Object } found ? (JsonObject)ToNode(found)! : [];
        values["status"] = record.State.ToString().ToLowerInvariant();
        values["error"] = record.Error?.Message;
        if (output?.Columns is null)
            return values;
        values["columns"] = new JsonArray([.. output.Columns.Select(column => (JsonNode)column.Name)]);
        values["rows"] = Objects(output);
        values["row_count"] = output.RowCount;
        values["value"] = output.Rows is { } rows && rows.GetArrayLength() > 0 && rows[0].GetArrayLength() > 0 ? ToNode(rows[0][0]) : null;
        return values;
    }

    /// <summary>Rows for people, in columns of text.</summary>
    public static string Table(StepOutput output)
    {
        var frame = FrameOf(output);
        List<string[]> lines = [[.. frame.Columns.Select(column => Shown(column.Name))], .. frame.Rows.Take(TableRows).Select(row => row.Select(cell => Shown(Cell.ToText(cell))).ToArray())];
        var widths = frame.Columns.Select((_, at) => lines.Max(line => line[at].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
            text.AppendJoin("  ", line.Select((cell, at) => IsNumber(frame.Columns[at].Kind) ? cell.PadLeft(widths[at]) : cell.PadRight(widths[at]))).AppendLine();
        if (frame.TotalRows > lines.Count - 1)
            text.Append("… and ").Append(frame.TotalRows - lines.Count + 1).AppendLine(" more");
        return text.ToString();
    }

    public static JsonElement ToElement(JsonNode? node) => JsonSerializer.SerializeToElement(node);

    public static JsonNode? ToNode(JsonElement element) => JsonSerializer.SerializeToNode(element);

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    private static string Shown(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= TableCell ? line : line[..(TableCell - 1)] + "…";
    }
}
