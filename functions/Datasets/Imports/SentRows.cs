using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Rows that a caller within the platform has, as a reader gives rows.</summary>
internal sealed class SentRows(IReadOnlyList<ResultColumn> columns, IAsyncEnumerator<object?[]> rows) : BulkReader
{
    public override IReadOnlyList<ResultColumn> Columns => columns;

    public override async Task<bool> ReadAsync(ColumnBatch batch, int maxRows, long maxBytes, CancellationToken cancellationToken)
    {
        while (batch.Rows < maxRows && batch.Size < maxBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await rows.MoveNextAsync())
                return false;
            batch.AddRow(Array.ConvertAll(rows.Current, Plain));
        }

        return true;
    }

    public override ValueTask DisposeAsync() => rows.DisposeAsync();

    /// <summary>The value in the type of its kind: an int is a long, an instant is in UTC.</summary>
    private static object? Plain(object? value) => value switch
    {
        int or short or byte => Convert.ToInt64(value, null),
        float number => (double)number,
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Unspecified),
        DateTimeOffset instant => instant.ToUniversalTime(),
        _ => value,
    };
}
