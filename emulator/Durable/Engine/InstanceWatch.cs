using System.Collections.Concurrent;

namespace Emulator.Durable.Engine;

/// <summary>Wakes those who wait for an instance to change.</summary>
internal sealed class InstanceWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _watched = new();

    /// <summary>Completes at the next change. Ask for it before looking at the instance.</summary>
    public Task NextChange(string instanceId) => _watched
        .GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        .Task;

    public void Changed(string instanceId)
    {
        if (_watched.TryRemove(instanceId, out var source))
            source.SetResult();
    }
}
