namespace Emulator.Durable.Replay;

/// <summary>Events by name, whatever their case: kept until someone waits; the one who began to wait last gets the next.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Stack<Waiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> kept = [];

    /// <summary>Those that nobody has taken, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Kept => kept;

    public bool IsAwaited => waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsDone));

    public void Raise(HistoryEvent e)
    {
        if (waiters.TryGetValue(e.Name!, out var stack))
        {
            while (stack.TryPop(out var waiter))
            {
                if (waiter.TryReceive(e.Payload))
                    return;
            }
        }

        kept.Add(e);
    }

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        var waiter = new Waiter<T>();
        var index = kept.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            waiter.TryReceive(kept[index].Payload);
            kept.RemoveAt(index);
            return waiter.Task;
        }

        if (!waiters.TryGetValue(name, out var stack))
            waiters.Add(name, stack = new());
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
        private readonly TaskCompletionSource<T> received = new();

        public Task<T> Task => received.Task;

        public override bool IsDone => received.Task.IsCompleted;

        public void Cancel(CancellationToken cancellationToken) => received.TrySetCanceled(cancellationToken);

        public override bool TryReceive(string? payload)
        {
            if (IsDone)
                return false;
            try
            {
                return received.TrySetResult(DurableJson.Read<T>(payload)!);
            }
            catch (System.Text.Json.JsonException e)
            {
                return received.TrySetException(e);
            }
        }
    }
}
