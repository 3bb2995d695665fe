using Emulator.Durable.Replay;

namespace Emulator.Durable.Engine;

/// <summary>What waits for one instance, and what is kept of it between episodes. At most one worker holds it at a time.</summary>
internal sealed class Mailbox(string instanceId)
{
    private readonly Lock _gate = new();
    private readonly List<Message> _arrived = [];
    private bool _inHand;
    private bool _retired;

    public string InstanceId => instanceId;

    /// <summary>The execution in memory, or null to replay it from its history.</summary>
    public OrchestrationSession? Session { get; set; }

    /// <summary>What came while the instance was suspended.</summary>
    public List<Message> Held { get; } = [];

    /// <summary>False when the mailbox is given up and another must be opened. <paramref name="wake"/> says whether a worker must take it in hand.</summary>
    public bool TryAdd(Message message, out bool wake)
    {
        lock (_gate)
        {
            wake = !_retired && !_inHand;
            if (_retired)
                return false;
            _inHand = true;
            _arrived.Add(message);
            return true;
        }
    }

    public List<Message> TakeAll()
    {
        lock (_gate)
        {
            List<Message> taken = [.. _arrived];
            _arrived.Clear();
            return taken;
        }
    }

    /// <summary>The worker is done: true when more has arrived, so that the mailbox stays in hand.</summary>
    public bool Release(out bool isRetired)
    {
        lock (_gate)
        {
            _inHand = _arrived.Count > 0;
            isRetired = _retired = !_inHand && Session is null && Held.Count == 0;
            return _inHand;
        }
    }

    /// <summary>Drops what is kept of an instance that is over.</summary>
    public void Clear()
    {
        Session = null;
        Held.Clear();
    }
}
