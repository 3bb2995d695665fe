using Emulator.Durable.Replay;

namespace Emulator.Durable.Engine;

/// <summary>What waits for one instance, and what is kept of it between episodes. At most one worker holds it at a time.</summary>
internal sealed class Mailbox(string instanceId)
{
    private readonly Lock gate = new();
    private readonly List<Message> arrived = [];
    private bool inHand;
    private bool retired;

    public string InstanceId => instanceId;

    /// <summary>The execution in memory, or null to replay it from its history.</summary>
    public OrchestrationSession? Session { get; set; }

    /// <summary>What came while the instance was suspended.</summary>
    public List<Message> Held { get; } = [];

    /// <summary>False when the mailbox is given up and another must be opened. <paramref name="wake"/> says whether a worker must take it in hand.</summary>
    public bool TryAdd(Message message, out bool wake)
    {
        lock (gate)
        {
            wake = !retired && !inHand;
            if (retired)
                return false;
            inHand = true;
            arrived.Add(message);
            return true;
        }
    }

    public List<Message> TakeAll()
    {
        lock (gate)
        {
            List<Message> taken = [.. arrived];
            arrived.Clear();
            return taken;
        }
    }

    /// <summary>The worker is done: true when more has arrived, so that the mailbox stays in hand.</summary>
    public bool Release(out bool isRetired)
    {
        lock (gate)
        {
            inHand = arrived.Count > 0;
            isRetired = retired = !inHand && Session is null && Held.Count == 0;
            return inHand;
        }
    }

    /// <summary>Drops what is kept of an instance that is over.</summary>
    public void Clear()
    {
        Session = null;
        Held.Clear();
    }
}
