using System.Data.Common;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>The transaction of a writer, with at most one savepoint at a time.</summary>
internal sealed class WriteTransaction(DbConnection connection, bool releasesSavepoints) : IAsyncDisposable
{
    private const string Savepoint = "rows_written";

    private DbTransaction? _current;

    public DbTransaction? Current => _current;

    public async Task BeginAsync(CancellationToken cancellationToken) => _current = await connection.BeginTransactionAsync(cancellationToken);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _current!.CommitAsync(cancellationToken);
        await DisposeAsync();
    }

    public async Task RollBackAsync(CancellationToken cancellationToken)
    {
        await _current!.RollbackAsync(cancellationToken);
        await DisposeAsync();
    }

    public Task SaveAsync(CancellationToken cancellationToken) => _current!.SaveAsync(Savepoint, cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => releasesSavepoints ? _current!.ReleaseAsync(Savepoint, cancellationToken) : Task.CompletedTask;

    public Task RollBackToSaveAsync(CancellationToken cancellationToken) => _current!.RollbackAsync(Savepoint, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_current is not { } transaction)
            return;
        _current = null;
        await transaction.DisposeAsync();
    }
}
