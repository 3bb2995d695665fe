using FunctionsPlatform.Connectors.DuckDb;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Lets one comparison run at a time: what one may take in memory, two would take twice.</summary>
public sealed class ComparisonDatabase(IOptions<SyncOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <param name="directory">Holds the files that are read. Statements name them by their whole path.</param>
    internal async Task<T> RunAsync<T>(string directory, Func<WorkSession, T> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await WorkDatabase.RunAsync(new WorkLimits(directory, options.Value.CompareMemoryMb), work, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }
}
