using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>A connector that can read a result into columns faster than row by row.</summary>
public interface IBulkSource
{
    /// <summary>As <see cref="IConnector.ReadAsync"/>, without a limit of rows; null for a result that must be read row by row.</summary>
    Task<BulkReader?> OpenBulkAsync(ConnectionSettings settings, ReadStatement statement, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>Rows as they arrive from a database, into columns. Memory does not grow with the rows.</summary>
public abstract class BulkReader : IAsyncDisposable
{
    public abstract IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Adds rows until the batch has so many, or its values so many bytes, or there are no more.</summary>
    /// <returns>False at the end of the result.</returns>
    public abstract Task<bool> ReadAsync(ColumnBatch batch, int maxRows, long maxBytes, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Reads in the fastest way that the connector has.</summary>
    public static async Task<BulkReader> OpenAsync(
        IConnector connector, ConnectionSettings settings, ReadStatement statement, TimeSpan timeout, CancellationToken cancellationToken) =>
        connector is IBulkSource source && await source.OpenBulkAsync(settings, statement, timeout, cancellationToken) is { } bulk
            ? bulk
            : new RowBulkReader(await connector.ReadAsync(settings, statement, new ReadLimits(timeout, long.MaxValue), cancellationToken));
}
