using System.Collections.Concurrent;

namespace FunctionsPlatform.Platform;

/// <summary>What was read from storage a moment ago, kept in memory for some seconds: other instances' changes are seen that much later.</summary>
internal sealed class TimedCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private const int Capacity = 1_000;

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    /// <summary>The value in memory, or the one that is loaded now. What is not there (null) is not remembered.</summary>
    public async ValueTask<TValue?> GetAsync(TKey key, Func<Task<TValue?>> load)
    {
        if (_entries.TryGetValue(key, out var known) && clock.GetUtcNow() < known.Until)
            return known.Value;
        var until = clock.GetUtcNow() + lifetime;
        if (await load() is not { } value)
            return null;
        // Entries live for seconds; to start afresh costs one read each.
        if (_entries.Count >= Capacity)
            _entries.Clear();
        _entries[key] = new Entry(value, until);
        return value;
    }

    public void Remove(TKey key) => _entries.TryRemove(key, out _);

    private sealed record Entry(TValue Value, DateTimeOffset Until);
}
