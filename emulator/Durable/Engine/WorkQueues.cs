using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Emulator.Durable.Engine;

/// <summary>
/// The work that the store holds, in memory, so that nobody polls. It is filled once from the store, in the order of the commits,
/// and from then on by whoever commits.
/// </summary>
internal sealed class WorkQueues : IDisposable
{
    private readonly ConcurrentDictionary<string, Mailbox> mailboxes = new();
    private readonly Channel<Mailbox> ready = Channel.CreateUnbounded<Mailbox>();
    private readonly Channel<ActivityWork> activities = Channel.CreateUnbounded<ActivityWork>();
    private readonly TimeProvider time;
    private readonly TimerQueue timers;
    private bool isOpen;

    public WorkQueues(TimeProvider time)
    {
        this.time = time;
        timers = new TimerQueue(time, Deliver);
    }

    public ChannelReader<Mailbox> Ready => ready.Reader;

    public ChannelReader<ActivityWork> Activities => activities.Reader;

    /// <summary>Takes what the store holds. What was posted before is among it.</summary>
    public void Open(IEnumerable<Message> messages, IEnumerable<ActivityWork> work)
    {
        isOpen = true;
        foreach (var message in messages)
            Post(message);
        foreach (var activity in work)
            Post(activity);
    }

    /// <summary>Only for what has just been committed, from the store's own thread.</summary>
    public void Post(Message? message)
    {
        if (message is null || !isOpen)
            return;
        if (message.DueAt > time.GetUtcNow().UtcDateTime)
            timers.Add(message);
        else
            Deliver(message);
    }

    /// <inheritdoc cref="Post(Message?)"/>
    public void Post(ActivityWork work)
    {
        if (isOpen)
            activities.Writer.TryWrite(work);
    }

    public void Deliver(Message message)
    {
        bool wake;
        Mailbox mailbox;
        do
            mailbox = mailboxes.GetOrAdd(message.InstanceId, id => new Mailbox(id));
        while (!mailbox.TryAdd(message, out wake));
        if (wake)
            ready.Writer.TryWrite(mailbox);
    }

    public void Release(Mailbox mailbox)
    {
        if (mailbox.Release(out var isRetired))
            ready.Writer.TryWrite(mailbox);
        else if (isRetired)
            mailboxes.TryRemove(new(mailbox.InstanceId, mailbox));
    }

    public void Dispose() => timers.Dispose();
}
