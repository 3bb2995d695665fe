using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Rows as a caller sent them, with the kinds of their columns as the values tell them.</summary>
public sealed record RowTable(IReadOnlyList<ResultColumn> Columns, JsonElement Rows)
{
    private const int MostColumns = 1_000;
    private const int MostFailures = 20;
    private const int LongestName = 200;

    /// <summary>Refuses what is no table, and a column whose values are of several kinds: nothing is guessed.</summary>
    public static Result<RowTable> Read(IReadOnlyList<string> columns, JsonElement rows)
    {
        if (columns.Count is 0 or > MostColumns)
            return PredictionErrors.DataInvalid("$.data.columns", $"There must be 1 to {MostColumns} columns.");
        if (columns.FirstOrDefault(name => name.Trim().Length is 0 or > LongestName) is { } odd)
            return PredictionErrors.DataInvalid($"$.data.columns[{columns.ToList().IndexOf(odd)}]", $"A column's name has 1 to {LongestName} characters.");
        if (columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return PredictionErrors.DataInvalid("$.data.columns", $"The column '{twice.Key}' is there twice.");
        if (rows.ValueKind != JsonValueKind.Array)
            return PredictionErrors.DataInvalid("$.data.rows", "Rows are an array of arrays.");
        var kinds = new JsonValueKind?[columns.Count];
        var (isWhole, isDate) = (Enumerable.Repeat(true, columns.Count).ToArray(), Enumerable.Repeat(true, columns.Count).ToArray());
        var failures = new List<FieldError>();
        var index = 0;
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != columns.Count)
                failures.Add(new FieldError($"$.data.rows[{index}]", $"Must be an array of {columns.Count} values, one a column."));
            else
                Look(row, index);
            if (failures.Count >= MostFailures)
                break;
            index++;
        }

        if (failures.Count > 0)
            return PredictionErrors.DataInvalid(failures[0].Path, failures[0].Message) with { Fields = failures };
        return new RowTable([.. columns.Select((name, column) => new ResultColumn(name, Kind(column)))], rows);

        void Look(JsonElement row, int number)
        {
            var column = 0;
            foreach (var value in row.EnumerateArray())
            {
                var kind = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
                if (kind is JsonValueKind.Object or JsonValueKind.Array)
                    failures.Add(new FieldError($"$.data.rows[{number}][{column}]", $"A value of column '{columns[column]}' is neither a number, a text, a boolean nor null."));
                else if (kind != JsonValueKind.Null && (kinds[column] ??= kind) != kind)
                    failures.Add(new FieldError($"$.data.rows[{number}][{column}]", $"Column '{columns[column]}' has {Word(kinds[column]!.Value)} above and {Word(kind)} here."));
                else if (kind == JsonValueKind.Number && !double.IsFinite(value.GetDouble()))
                    failures.Add(new FieldError($"$.data.rows[{number}][{column}]", $"A number of column '{columns[column]}' is too large."));
                else if (kind == JsonValueKind.Number)
                    isWhole[column] &= value.TryGetInt64(out _);
                else if (kind == JsonValueKind.String)
                    isDate[column] = isDate[column] && Dates.TryRead(value.GetString()!, out _);
                column++;
            }
        }

        ColumnKind Kind(int column) => kinds[column] switch
        {
            JsonValueKind.Number => isWhole[column] ? ColumnKind.Integer : ColumnKind.Float,
            JsonValueKind.True => ColumnKind.Boolean,
            JsonValueKind.String when isDate[column] => ColumnKind.Timestamp,
            _ => ColumnKind.Text,
        };
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "numbers",
        JsonValueKind.True => "booleans",
        _ => "texts",
    };
}

/// <summary>Times written as ISO 8601, which nothing else is taken for.</summary>
internal static class Dates
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>In UTC where the text has an offset, else as written.</summary>
    public static bool TryRead(string text, out DateTime time) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
}
