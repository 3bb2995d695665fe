namespace Emulator.Durable.Engine;

/// <summary>Messages that are due later, with one timer for the earliest.</summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>Timers do not reach much further than a month; a far one is looked at again on the way.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Message, DateTime> _waiting = new();
    private readonly TimeProvider _time;
    private readonly Action<Message> _deliver;
    private readonly ITimer _timer;

    public TimerQueue(TimeProvider time, Action<Message> deliver)
    {
        _time = time;
        _deliver = deliver;
        _timer = _time.CreateTimer(_ => DeliverDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Message message)
    {
        lock (_gate)
        {
            var isEarliest = !_waiting.TryPeek(out _, out var earliest) || message.DueAt < earliest;
            _waiting.Enqueue(message, message.DueAt);
            if (isEarliest)
                Arm(message.DueAt);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void DeliverDue()
    {
        var due = new List<Message>();
        lock (_gate)
        {
            while (_waiting.TryPeek(out _, out var at))
            {
                if (at > _time.GetUtcNow().UtcDateTime)
                {
                    Arm(at);
                    break;
                }

                due.Add(_waiting.Dequeue());
            }
        }

        due.ForEach(_deliver);
    }

    private void Arm(DateTime at)
    {
        // Rounded up, since a timer that fires a fraction early would find nothing due.
        var delay = TimeSpan.FromMilliseconds(Math.Ceiling((at - _time.GetUtcNow().UtcDateTime).TotalMilliseconds));
        _timer.Change(TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, Furthest.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
