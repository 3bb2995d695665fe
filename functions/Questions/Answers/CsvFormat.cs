using System.Text;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>A frame as CSV (RFC 4180): a header line, CRLF, quotes where needed. NULL is an empty field, an empty text is <c>""</c>.</summary>
public static class CsvFormat
{
    public static string Write(ResultFrame frame)
    {
        var csv = new StringBuilder();
        AppendLine(csv, frame.Columns, column => Quote(Guard(column.Name)));
        foreach (var row in frame.Rows)
            AppendLine(csv, row.Zip(frame.Columns), cell => Field(cell.First, cell.Second.Kind));
        return csv.ToString();
    }

    private static void AppendLine<T>(StringBuilder csv, IEnumerable<T> fields, Func<T, string> write) =>
        csv.AppendJoin(',', fields.Select(write)).Append("\r\n");

    private static string Field(object? value, ColumnKind kind) => value switch
    {
        null => "",
        string text when kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float) => Quote(Guard(text)),
        _ => Quote(Cell.ToText(value)),
    };

    // A spreadsheet runs text that begins so as a formula. An apostrophe in front makes it text again (OWASP, CSV injection).
    private static string Guard(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

    private static string Quote(string text) =>
        text.Length == 0 || text.AsSpan().IndexOfAny(',', '"') >= 0 || text.AsSpan().IndexOfAny('\r', '\n') >= 0
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
