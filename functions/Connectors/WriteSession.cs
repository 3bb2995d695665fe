using System.Data.Common;

namespace FunctionsPlatform.Connectors;

/// <summary>An open connection that may write.</summary>
/// <param name="released">Called when it is closed.</param>
public sealed class WriteSession(DbConnection connection, Action? released = null) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync();
        }
        finally
        {
            released?.Invoke();
        }
    }
}
