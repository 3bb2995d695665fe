using System.Collections.Concurrent;

namespace FunctionsPlatform.Access;

/// <summary>Credentials that were good a moment ago, by their hash, for a few seconds: the hot path then reads no storage.</summary>
public sealed class CredentialCache(TimeProvider clock)
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    public Principal? Find(string credentialHash) =>
        _entries.TryGetValue(credentialHash, out var entry) && clock.GetUtcNow() < entry.Until ? entry.Principal : null;

    public void Add(string credentialHash, Principal principal, DateTimeOffset until)
    {
        // Entries live for seconds; to start afresh costs each caller one read of storage.
        if (_entries.Count >= Capacity)
            _entries.Clear();
        _entries[credentialHash] = new Entry(principal, until);
    }

    public void Remove(string credentialHash) => _entries.TryRemove(credentialHash, out _);

    private sealed record Entry(Principal Principal, DateTimeOffset Until);
}
