namespace Emulator.Durable.Replay;

/// <summary>Events by name, whatever their case: kept until someone waits; the one who began to wait last gets the next.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> _kept = [];

    /// <summary>Those that nobody has taken, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Kept => _kept;

    public bool IsAwaited => _waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsDone));

    public void Raise(HistoryEvent e)
    {
        if (_waiters.TryGetValue(e.Name!, out var stack))
        {
            while (stack.TryPop(out var waiter))
            {
                if (waiter.TryReceive(e.Payload))
                    return;
            }
        }

        _kept.Add(e);
    }

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        var waiter = new Waiter<T>();
        var index = _kept.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            waiter.TryReceive(_kept[index].Payload);
            _kept.RemoveAt(index);
            return waiter.Task;
        }

        if (!_waiters.TryGetValue(name, out var stack))
            _waiters.Add(name, stack = new());
        stack.Push(waiter);
        cancellationToken.Register(() => waiter.Cancel(cancellationToken));
        return waiter.Task;
    }

    private abstract class Waiter
    {
        public abstract bool IsDone { get; }

        public abstract bool TryReceive(string? payload);
    }

    private sealed class Waiter<T> : Waiter
    {
        private readonly TaskCompletionSource<T> _received = new();

        public Task<T> Task => _received.Task;

        public override bool IsDone => _received.Task.IsCompleted;

        public void Cancel(CancellationToken cancellationToken) => _received.TrySetCanceled(cancellationToken);

        public override bool TryReceive(string? payload)
        {
            if (IsDone)
                return false;
            try
            {
                return _received.TrySetResult(DurableJson.Read<T>(payload)!);
            }
            catch (System.Text.Json.JsonException e)
            {
                return _received.TrySetException(e);
            }
        }
    }
}
