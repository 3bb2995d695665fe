using System.Data.Common;

namespace FunctionsPlatform.Connectors;

/// <summary>An open connection that reads only and runs one statement.</summary>
public abstract class DatabaseSession(DbConnection connection) : IAsyncDisposable
{
    /// <summary>Runs the statement. The token cancels it on the server.</summary>
    public abstract Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken);

    /// <summary>How to read each column of the result.</summary>
    public abstract IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows);

    /// <summary>Stops a statement whose remaining rows nobody wants; does nothing when it is over.</summary>
    public abstract void Cancel();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return connection.DisposeAsync();
    }
}
