using System.Globalization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Writes rows that come as values to files of the work directory, some of them at a time.</summary>
internal static class RowIntake
{
    private const int BatchRows = 100_000;
    private const long BatchBytes = 32 * 1024 * 1024;

    public static async Task<RawTable> ReadAsync(BulkReader reader, string directory, long mostRows, int mostColumns, CancellationToken cancellationToken)
    {
        ImportLimits.CheckColumns(reader.Columns.Count, mostColumns);
        var batch = new ColumnBatch([.. reader.Columns.Select((column, at) => new ResultColumn($"c{at}", column.Kind))]);
        var (writer, files, odd, rows, oddValues) = (new ParquetWriter(), new List<string>(), new List<ImportProblem>(), 0L, 0L);
        for (var hasMore = true; hasMore;)
        {
            batch.Clear();
            hasMore = await reader.ReadAsync(batch, BatchRows, BatchBytes, cancellationToken);
            if (batch.Rows == 0 && files.Count > 0)
                continue;
            foreach (var row in batch.Odd.Keys)
                oddValues += AddOdd(odd, reader.Columns, batch, row, rows);
            rows += batch.Rows;
            ImportLimits.CheckRows(rows, mostRows);
            ParquetBatch.Write(writer, batch, compresses: false);
            files.Add(Path.Combine(directory, $"raw-{files.Count.ToString("D6", CultureInfo.InvariantCulture)}.parquet"));
            await using var file = File.Create(files[^1]);
            await file.WriteAsync(writer.Output, cancellationToken);
        }

        return new RawTable(files, [.. reader.Columns.Select(column => new RawColumn(column.Name, RawText.Any, column.Kind))], []) { Odd = odd, OddValues = oddValues };
    }

    private static int AddOdd(List<ImportProblem> odd, IReadOnlyList<ResultColumn> columns, ColumnBatch batch, int row, long before)
    {
        var count = 0;
        for (var at = 0; at < columns.Count; at++)
        {
            if (batch.OddText(at, row) is null)
                continue;
            count++;
            if (odd.Count < ImportReport.MostProblems)
                odd.Add(new ImportProblem(before + row + 1, columns[at].Name, "Is of another kind than its column."));
        }

        return count;
    }
}
