using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>Reads a result to its end, keeping the first rows and counting all.</summary>
public static class AnswerReader
{
    /// <param name="maxRows">Rows to keep.</param>
    /// <param name="maxBytes">Roughly the memory that the kept rows may take; the first row is kept whatever it takes.</param>
    public static async Task<Answer> ReadAsync(RowReader reader, int maxRows, long maxBytes, CancellationToken cancellationToken)
    {
        var columns = ResultFrame.WithUniqueNames(reader.Columns);
        var collectors = columns.Select(column => StatisticsCollector.For(column.Kind, columns.Count)).ToArray();
        var kept = new List<object?[]>();
        var (total, bytes) = (0L, 0L);
        while (await reader.ReadAsync(cancellationToken) is { } row)
        {
            for (var column = 0; column < collectors.Length; column++)
                collectors[column].Add(row[column]);
            if (kept.Count == total && kept.Count < maxRows && (bytes += Size(row)) <= Math.Max(maxBytes, kept.Count == 0 ? bytes : 0))
                kept.Add(row);
            total++;
        }

        var frame = new ResultFrame(columns, kept, total, reader.IsTruncated || kept.Count < total);
        var statistics = columns.Zip(collectors, (column, collector) => collector.ToStatistics(column)).ToList();
        return new Answer(frame, statistics, Summary.Of(frame, statistics), Chart(frame));
    }

    private static long Size(object?[] row) => row.Sum(cell => cell switch
    {
        string text => 24L + text.Length * 2,
        byte[] bytes => 24L + bytes.Length,
        _ => 24L,
    });

    private static ChartHint Chart(ResultFrame frame)
    {
        if (frame is { Columns.Count: 1, Rows.Count: 1 })
            return ChartHint.Metric;
        if (frame.Columns.Count < 2 || frame.Rows.Count < 2 || !frame.Columns.Skip(1).All(column => IsNumeric(column.Kind)))
            return ChartHint.Table;
        var first = frame.Columns[0].Kind;
        return IsTemporal(first) ? ChartHint.Line : first is ColumnKind.Text && frame.Rows.Count <= 50 ? ChartHint.Bar : ChartHint.Table;
    }

    private static bool IsNumeric(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    private static bool IsTemporal(ColumnKind kind) => kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz;
}
