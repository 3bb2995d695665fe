namespace FunctionsPlatform.Connectors;

/// <summary>Rows in memory, read as a connector gives them.</summary>
public sealed class ListReader(IReadOnlyList<ResultColumn> columns, IEnumerable<object?[]> rows, bool isTruncated = false) : RowReader
{
    private readonly IEnumerator<object?[]> _rows = rows.GetEnumerator();

    public override IReadOnlyList<ResultColumn> Columns => columns;

    public override bool IsTruncated => isTruncated;

    public override ValueTask<object?[]?> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_rows.MoveNext() ? _rows.Current : null);

    public override ValueTask DisposeAsync()
    {
        _rows.Dispose();
        return ValueTask.CompletedTask;
    }
}
