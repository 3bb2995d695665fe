using System.Collections.Concurrent;

namespace FunctionsPlatform.Platform;

/// <summary>What was found a moment ago, kept in memory for some seconds: other instances' changes are seen that much later.</summary>
internal sealed class TimedCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock, int capacity = 1_000)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public TValue? Find(TKey key) => _entries.TryGetValue(key, out var known) && clock.GetUtcNow() < known.Until ? known.Value : null;

    /// <summary>The value in memory, or the one that is loaded now. What is not there (null) is not remembered.</summary>
    public async ValueTask<TValue?> GetAsync(TKey key, Func<Task<TValue?>> load)
    {
        if (Find(key) is { } known)
            return known;
        var until = clock.GetUtcNow() + lifetime;
        if (await load() is not { } value)
            return null;
        Add(key, value, until);
        return value;
    }

    /// <summary>Keeps a value that must be forgotten before the lifetime of others is over, if that comes first.</summary>
    public void AddUntil(TKey key, TValue value, DateTimeOffset latest)
    {
        var until = clock.GetUtcNow() + lifetime;
        Add(key, value, latest < until ? latest : until);
    }

    public void Remove(TKey key) => _entries.TryRemove(key, out _);

    private void Add(TKey key, TValue value, DateTimeOffset until)
    {
        // Entries live for seconds; to start afresh costs one read each.
        if (_entries.Count >= capacity)
            _entries.Clear();
        _entries[key] = new Entry(value, until);
    }

    private sealed record Entry(TValue Value, DateTimeOffset Until);
}
