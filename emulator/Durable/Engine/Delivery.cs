using Emulator.Durable.Replay;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Engine;

/// <summary>Messages sorted by what an instance in its present state does with them.</summary>
internal sealed class Delivery
{
    public List<Message> Consumed { get; } = [];

    /// <summary>Those that the orchestrator is to see.</summary>
    public List<HistoryEvent> Events { get; } = [];

    public bool IsSuspended { get; private set; }

    public string? SuspendReason { get; private set; }

    public Outcome? Termination { get; private set; }

    /// <summary>Sorts what arrived. What a suspended instance must not see yet goes to <paramref name="held"/>, and comes back when it resumes.</summary>
    public static Delivery Sort(Instance instance, List<Message> held, IEnumerable<Message> arrived)
    {
        var isSuspended = instance.Status == OrchestrationRuntimeStatus.Suspended;
        var delivery = new Delivery { IsSuspended = isSuspended, SuspendReason = isSuspended ? instance.Output : null };
        foreach (var message in arrived.Where(m => m.Execution is null || m.Execution == instance.Execution))
        {
            delivery.Add(message, held);
            if (delivery.Termination is not null)
                break;
        }

        return delivery;
    }

    private void Add(Message message, List<Message> held)
    {
        switch (message.Event.Kind)
        {
            case EventKind.Terminated:
                Termination = Outcome.Terminated(message.Event.Payload);
                Take(message);
                break;
            case EventKind.Suspended:
                (IsSuspended, SuspendReason) = (true, message.Event.Payload);
                Take(message);
                break;
            case EventKind.Resumed:
                (IsSuspended, SuspendReason) = (false, null);
                Take(message);
                held.ForEach(Take);
                held.Clear();
                break;
            case var _ when IsSuspended:
                held.Add(message);
                break;
            default:
                Take(message);
                break;
        }
    }

    private void Take(Message message)
    {
        Consumed.Add(message);
        Events.Add(message.Event);
    }
}
