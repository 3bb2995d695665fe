using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Datasets.Queries;

/// <summary>A reader that lets another query run when it is disposed.</summary>
internal sealed class QueryReader(RowReader rows, Action ended) : RowReader
{
    private bool _isDisposed;

    public override IReadOnlyList<ResultColumn> Columns => rows.Columns;

    public override bool IsTruncated => rows.IsTruncated;

    public override ValueTask<object?[]?> ReadAsync(CancellationToken cancellationToken) => rows.ReadAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await rows.DisposeAsync();
        ended();
    }
}
