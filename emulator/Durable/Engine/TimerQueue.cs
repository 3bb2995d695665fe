namespace Emulator.Durable.Engine;

/// <summary>Messages that are due later, with one timer for the earliest.</summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>Timers do not reach much further than a month; a far one is looked at again on the way.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly PriorityQueue<Message, DateTime> waiting = new();
    private readonly TimeProvider time;
    private readonly Action<Message> deliver;
    private readonly ITimer timer;

    public TimerQueue(TimeProvider time, Action<Message> deliver)
    {
        this.time = time;
        this.deliver = deliver;
        timer = time.CreateTimer(_ => DeliverDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Message message)
    {
        lock (gate)
        {
            var isEarliest = !waiting.TryPeek(out _, out var earliest) || message.DueAt < earliest;
            waiting.Enqueue(message, message.DueAt);
            if (isEarliest)
                Arm(message.DueAt);
        }
    }

    public void Dispose() => timer.Dispose();

    private void DeliverDue()
    {
        var due = new List<Message>();
        lock (gate)
        {
            while (waiting.TryPeek(out _, out var at))
            {
                if (at > time.GetUtcNow().UtcDateTime)
                {
                    Arm(at);
                    break;
                }

                due.Add(waiting.Dequeue());
            }
        }

        due.ForEach(deliver);
    }

    private void Arm(DateTime at)
    {
        // Rounded up, since a timer that fires a fraction early would find nothing due.
        var delay = TimeSpan.FromMilliseconds(Math.Ceiling((at - time.GetUtcNow().UtcDateTime).TotalMilliseconds));
        timer.Change(TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, Furthest.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
