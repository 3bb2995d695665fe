namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>Puts the rows of any connector into columns.</summary>
internal sealed class RowBulkReader(RowReader rows) : BulkReader
{
    public override IReadOnlyList<ResultColumn> Columns => rows.Columns;

    public override async Task<bool> ReadAsync(ColumnBatch batch, int maxRows, long maxBytes, CancellationToken cancellationToken)
    {
        while (batch.Rows < maxRows && batch.Size < maxBytes)
        {
            if (await rows.ReadAsync(cancellationToken) is not { } row)
                return false;
            batch.AddRow(row);
        }

        return true;
    }

    public override ValueTask DisposeAsync() => rows.DisposeAsync();
}
