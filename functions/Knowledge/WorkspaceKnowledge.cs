using System.Collections.Concurrent;
using System.Text.Json;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge;

/// <summary>All that a workspace says of one database, as translators take it.</summary>
public sealed class WorkspaceKnowledge(DefinitionKind<Metric> metrics, DefinitionKind<KnownName> names, DefinitionStore store, TimeProvider clock)
{
    private const int Capacity = 1_000;

    private readonly TimedCache<(WorkspaceId, Guid), Known> _recent = new(TimeSpan.FromSeconds(15), clock, Capacity);

    // What was read again and says the same is given out as the same instance: translators keep what they make of it.
    private readonly ConcurrentDictionary<(WorkspaceId, Guid), Known> _last = new();

    /// <summary>Null when nothing was said. What other instances change is seen some seconds later.</summary>
    public async Task<SchemaKnowledge?> FindAsync(WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken) =>
        (await _recent.GetAsync((workspace, connectionId), () => ReadAsync(workspace, connectionId, cancellationToken)))?.Knowledge;

    public void Forget(WorkspaceId workspace, Guid connectionId) => _recent.Remove((workspace, connectionId));

    private async Task<Known?> ReadAsync(WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken)
    {
        var knowledge = new SchemaKnowledge(
            [.. await OfConnectionAsync(names, workspace, connectionId, cancellationToken)], [.. await OfConnectionAsync(metrics, workspace, connectionId, cancellationToken)]);
        var text = JsonSerializer.Serialize(knowledge);
        if (_last.TryGetValue((workspace, connectionId), out var last) && last.Text == text)
            return last;
        if (_last.Count >= Capacity)
            _last.Clear();
        return _last[(workspace, connectionId)] = new Known(text, knowledge is { Names: [], Metrics: [] } ? null : knowledge);
    }

    private async Task<IEnumerable<T>> OfConnectionAsync<T>(DefinitionKind<T> kind, WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken)
        where T : class =>
        (await store.ListAsync(kind, workspace, cancellationToken)).Where(definition => definition.ConnectionId == connectionId).Select(definition => definition.Content);

    private sealed record Known(string Text, SchemaKnowledge? Knowledge);
}
