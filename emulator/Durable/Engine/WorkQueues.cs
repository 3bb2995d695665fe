using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Emulator.Durable.Engine;

/// <summary>
/// The work that the store holds, in memory, so that nobody polls. It is filled once from the store, in the order of the commits,
/// and from then on by whoever commits.
/// </summary>
internal sealed class WorkQueues : IDisposable
{
    private readonly ConcurrentDictionary<string, Mailbox> _mailboxes = new();
    private readonly Channel<Mailbox> _ready = Channel.CreateUnbounded<Mailbox>();
    private readonly Channel<ActivityWork> _activities = Channel.CreateUnbounded<ActivityWork>();
    private readonly TimeProvider _time;
    private readonly TimerQueue _timers;
    private bool _isOpen;

    public WorkQueues(TimeProvider time)
    {
        _time = time;
        _timers = new TimerQueue(_time, Deliver);
    }

    public ChannelReader<Mailbox> Ready => _ready.Reader;

    public ChannelReader<ActivityWork> Activities => _activities.Reader;

    /// <summary>Takes what the store holds. What was posted before is among it.</summary>
    public void Open(IEnumerable<Message> messages, IEnumerable<ActivityWork> work)
    {
        _isOpen = true;
        foreach (var message in messages)
            Post(message);
        foreach (var activity in work)
            Post(activity);
    }

    /// <summary>Only for what has just been committed, from the store's own thread.</summary>
    public void Post(Message? message)
    {
        if (message is null || !_isOpen)
            return;
        if (message.DueAt > _time.GetUtcNow().UtcDateTime)
            _timers.Add(message);
        else
            Deliver(message);
    }

    /// <inheritdoc cref="Post(Message?)"/>
    public void Post(ActivityWork work)
    {
        if (_isOpen)
            _activities.Writer.TryWrite(work);
    }

    public void Deliver(Message message)
    {
        bool wake;
        Mailbox mailbox;
        do
            mailbox = _mailboxes.GetOrAdd(message.InstanceId, id => new Mailbox(id));
        while (!mailbox.TryAdd(message, out wake));
        if (wake)
            _ready.Writer.TryWrite(mailbox);
    }

    public void Release(Mailbox mailbox)
    {
        if (mailbox.Release(out var isRetired))
            _ready.Writer.TryWrite(mailbox);
        else if (isRetired)
            _mailboxes.TryRemove(new(mailbox.InstanceId, mailbox));
    }

    public void Dispose() => _timers.Dispose();
}
