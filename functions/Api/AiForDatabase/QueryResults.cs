using System.Text.Json.Serialization;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <param name="Rows">Arrays in the order of the columns (format table), or objects (format json).</param>
/// <param name="Csv">The rows as text (format csv).</param>
/// <param name="Truncated">True when the database had more rows; absent otherwise.</param>
public sealed record QueryResults(
    IReadOnlyList<string> Columns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<object>? Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Csv,
    int RowCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Truncated)
{
    public static QueryResults Of(ResultFrame frame, QueryFormat format)
    {
        List<string> columns = [.. frame.Columns.Select(column => column.Name)];
        return new QueryResults(columns, Write(frame, columns, format), format == QueryFormat.Csv ? CsvFormat.Write(frame) : null, frame.Rows.Count, frame.IsTruncated);
    }

    private static List<object>? Write(ResultFrame frame, List<string> columns, QueryFormat format) => format switch
    {
        QueryFormat.Table => [.. frame.Rows.Select(Values)],
        QueryFormat.Json => [.. frame.Rows.Select(row => columns.Zip(Values(row), KeyValuePair.Create).ToDictionary(StringComparer.Ordinal))],
        _ => null,
    };

    private static object?[] Values(object?[] row) => Array.ConvertAll(row, value => Cell.ToJson(value));
}
