using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>
/// Counts into which bins the values fall that models predict from, and keeps no value. What was counted is written every few seconds; of a process that is killed, what
/// it counted since is lost.
/// </summary>
public sealed partial class DriftCounters : IHostedService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<TrainingKey, long[][]> _counts = new();
    private readonly DriftStore _store;
    private readonly ITimer _timer;
    private readonly TimeSpan _poll;
    private readonly ILogger<DriftCounters> _logger;

    public DriftCounters(DriftStore store, IOptions<PredictionOptions> options, TimeProvider clock, ILogger<DriftCounters> logger)
    {
        (_store, _poll, _logger) = (store, options.Value.Poll, logger);
        _timer = clock.CreateTimer(_ => _ = WriteAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Change(_poll, _poll);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => WriteAsync();

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    internal void Count(TrainingKey key, FeatureLayout layout, object?[] values)
    {
        var counts = _counts.GetOrAdd(key, _ => [.. layout.Encoders.Select(encoder => new long[encoder.Feature.Spread.Shares.Count])]);
        for (var feature = 0; feature < values.Length; feature++)
            Interlocked.Increment(ref counts[feature][layout.Encoders[feature].BinOf(values[feature])]);
    }

    /// <summary>Writes what was counted since the last time.</summary>
    public async Task WriteAsync()
    {
        foreach (var (key, counts) in _counts)
        {
            // Taken out one by one, so that what is counted meanwhile is counted for the next time.
            var taken = Array.ConvertAll(counts, bins => bins.Select((_, bin) => Interlocked.Exchange(ref bins[bin], 0)).ToArray());
            if (Array.TrueForAll(taken, bins => Array.TrueForAll(bins, count => count == 0)))
                continue;
            try
            {
                await _store.AddAsync(key, taken, CancellationToken.None);
            }
            catch (Exception failure)
            {
                // Counters are not worth failing a request or a shutdown for.
                Log.NotWritten(_logger, failure, key.Model);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Counters of drift could not be written and are lost. Model: {Model}")]
        public static partial void NotWritten(ILogger logger, Exception exception, Guid model);
    }
}
