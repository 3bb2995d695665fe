using System.Globalization;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>One or two plain sentences about a result, made by rule: the same result always reads the same.</summary>
internal static class Summary
{
    private const int LongestValue = 60;

    public static string Of(ResultFrame frame, IReadOnlyList<ColumnStatistics> statistics) => frame switch
    {
        { TotalRows: 0 } => "No rows match.",
        { TotalRows: 1, Columns: [var only] } => $"{Label(only)} is {Show(frame.Rows[0][0])}.",
        { TotalRows: 1 } => $"One row: {List(frame.Columns.Zip(frame.Rows[0], (column, value) => $"{Label(column)} is {Show(value)}"))}.",
        { Columns: [var name, var value] } when name.Kind is ColumnKind.Text && IsNumeric(value) => $"{Rows(frame)}. {Ends(frame)}",
        _ => $"{Rows(frame)} of {List(frame.Columns.Select(Label))}. {Describe(statistics)}".TrimEnd(),
    };

    private static string Rows(ResultFrame frame) => Show(frame.TotalRows) + " rows";

    private static string Ends(ResultFrame frame)
    {
        var values = frame.Rows.Select(row => Convert.ToDouble(row[1] is long or decimal or double ? row[1] : double.NaN, CultureInfo.InvariantCulture)).ToList();
        var (first, last) = (frame.Rows[0], frame.Rows[^1]);
        if (values.Zip(values.Skip(1)).All(pair => pair.First >= pair.Second))
            return $"{Show(first[0])} has the highest {frame.Columns[1].Name} ({Show(first[1])}), then {Show(frame.Rows[Math.Min(1, frame.Rows.Count - 1)][0])}.";
        return values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second)
            ? $"{Show(first[0])} has the lowest {frame.Columns[1].Name} ({Show(first[1])}), {Show(last[0])} the highest of those shown ({Show(last[1])})."
            : $"From {Show(first[0])} ({Show(first[1])}) to {Show(last[0])} ({Show(last[1])}).";
    }

    // The first column that says something: a range of times or numbers, or how many different texts.
    private static string Describe(IReadOnlyList<ColumnStatistics> statistics) => statistics.Select(Describe).OfType<string>().FirstOrDefault() ?? "";

    private static string? Describe(ColumnStatistics column) => column switch
    {
        { Temporal: { Min: { } min, Max: { } max } } => $"{column.Column} goes from {min} to {max}.",
        { Numeric: { Min: { } min, Max: { } max, Mean: { } mean } } => $"{column.Column} goes from {Show(min)} to {Show(max)}, {Show(mean)} on average.",
        { Text.Distinct: { Value: > 0 } distinct } => $"{column.Column} takes {(distinct.IsApproximate ? "about " : "")}{Show(distinct.Value)} different values.",
        _ => null,
    };

    private static bool IsNumeric(ResultColumn column) => column.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    private static string Label(ResultColumn column) => column.Name.Length == 0 ? "The value" : column.Name;

    private static string List(IEnumerable<string> items)
    {
        var all = items.Take(6).ToList();
        return all.Count == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Show(object? value) => value switch
    {
        null => "empty",
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        decimal number => number.ToString("#,0.####", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) is >= 1e-4 and < 1e15 or 0 => number.ToString("#,0.####", CultureInfo.InvariantCulture),
        _ => Cell.ToText(value) is { Length: > LongestValue } text ? text[..LongestValue] + "..." : Cell.ToText(value),
    };
}
