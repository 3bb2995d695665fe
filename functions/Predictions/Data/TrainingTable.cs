using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Predictions;

/// <summary>The rows that a training learns from, in memory: numbers as <see cref="double"/>, times as <see cref="DateTime"/>, booleans and texts.</summary>
/// <param name="Count">How many there were to draw from.</param>
public sealed record TrainingTable(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows, long Count)
{
    /// <summary>Reads all rows, or draws by lot as many as may be kept (Vitter's algorithm R, 1985), in their order.</summary>
    public static async Task<TrainingTable> ReadAsync(RowReader reader, int seed, PredictionOptions options, CancellationToken cancellationToken)
    {
        var most = Math.Max(1, Math.Min(options.MaxRows, options.MaxValues / reader.Columns.Count));
        var kept = new List<(long Number, object?[] Row)>();
        var lot = new Random(seed);
        var count = 0L;
        for (; await reader.ReadAsync(cancellationToken) is { } row; count++)
        {
            if (count < most)
                kept.Add((count, Plain(row)));
            else if (lot.NextInt64(count + 1) is var place && place < most)
                kept[(int)place] = (count, Plain(row));
        }

        if (count > most)
            kept.Sort((one, other) => one.Number.CompareTo(other.Number));
        return new TrainingTable(reader.Columns, [.. kept.Select(row => row.Row)], count);
    }

    public int IndexOf(string column)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            if (Columns[index].Name == column)
                return index;
        }

        return -1;
    }

    public IEnumerable<object?> Column(int index) => Rows.Select(row => row[index]);

    private static object?[] Plain(object?[] row) => Array.ConvertAll(row, CellValue.Plain);
}
