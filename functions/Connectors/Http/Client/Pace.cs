using System.Collections.Concurrent;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <param name="Requests">The most requests that begin within <paramref name="Interval"/>; null for any number.</param>
/// <param name="Concurrency">The most requests at a time.</param>
internal sealed record PaceLimits(int? Requests, TimeSpan Interval, int Concurrency);

/// <summary>How fast one destination is sent to by this process, whatever number of syncs send to it.</summary>
internal sealed class Pace(PaceLimits limits, TimeProvider clock)
{
    private readonly Queue<DateTimeOffset> _begun = new();
    private readonly Lock _lock = new();
    private DateTimeOffset _pausedUntil;

    private SemaphoreSlim Places { get; } = new(limits.Concurrency);

    /// <summary>Waits until a request may begin. Dispose when it has ended.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await Places.WaitAsync(cancellationToken);
        try
        {
            var begin = Reserve();
            for (var wait = begin - clock.GetUtcNow(); wait > TimeSpan.Zero; wait = Latest(begin) - clock.GetUtcNow())
                await Task.Delay(wait, clock, cancellationToken);
            return new Place(Places);
        }
        catch
        {
            Places.Release();
            throw;
        }
    }

    /// <summary>Nothing begins for that long: the server asked for it.</summary>
    public void Pause(TimeSpan time)
    {
        lock (_lock)
            _pausedUntil = Later(_pausedUntil, clock.GetUtcNow() + time);
    }

    private DateTimeOffset Reserve()
    {
        lock (_lock)
        {
            var begin = Later(clock.GetUtcNow(), _pausedUntil);
            if (limits.Requests is not { } requests)
                return begin;
            if (_begun.Count == requests)
                begin = Later(begin, _begun.Dequeue() + limits.Interval);
            _begun.Enqueue(begin);
            return begin;
        }
    }

    private DateTimeOffset Latest(DateTimeOffset begin)
    {
        lock (_lock)
            return Later(begin, _pausedUntil);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}

/// <summary>The paces of this process, one a destination.</summary>
internal sealed class Paces(TimeProvider clock)
{
    private const int MaxKept = 1_000;

    private readonly ConcurrentDictionary<(string, PaceLimits), Pace> _paces = new();

    /// <param name="destination">Tells the destination and its credentials apart from others, without holding any.</param>
    public Pace Of(string destination, PaceLimits limits)
    {
        // Those in use go on with the one they have.
        if (_paces.Count >= MaxKept)
            _paces.Clear();
        return _paces.GetOrAdd((destination, limits), key => new Pace(key.Item2, clock));
    }
}
