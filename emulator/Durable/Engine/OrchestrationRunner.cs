using Emulator.Durable.Replay;
using Emulator.Durable.Store;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Emulator.Durable.Engine;

/// <summary>Takes an instance one episode further: hands it what has arrived and commits what follows.</summary>
internal sealed class OrchestrationRunner(
    DurableStore store, WorkQueues queues, InstanceWatch watch, IDurableFunctions functions, ILoggerFactory loggers, TimeProvider time)
{
    /// <summary>
    /// Below this many events an execution is replayed in every episode, as the real host does, so that code that cannot be replayed
    /// shows here and not there. A longer one stays in memory: replaying a fan-out for each of its results costs the square of it.
    /// </summary>
    private const int KeptFromEvents = 100;

    public async Task RunAsync(Mailbox mailbox)
    {
        var arrived = mailbox.TakeAll();
        if (store.Read(reader => reader.Find(mailbox.InstanceId)) is not { IsFinished: false } instance)
        {
            mailbox.Clear();
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var delivery = Delivery.Sort(instance, mailbox.Held, arrived);
        if (delivery.Events.Count == 0)
            return;

        var episode = Advance(mailbox, instance, delivery, now);
        await store.WriteAsync(transaction => EpisodeCommit.Write(transaction, episode, now), Dispatch);
        watch.Changed(instance.Id);

        if (episode.Outcome is not null)
            mailbox.Clear();
        else if (mailbox.Session?.EventCount < KeptFromEvents)
            mailbox.Session = null;
    }

    private Episode Advance(Mailbox mailbox, Instance instance, Delivery delivery, DateTime now)
    {
        List<HistoryEvent> events = [new(EventKind.EpisodeStarted, now), .. delivery.Events];
        var stored = delivery.Consumed.Where(message => message.Event.Kind != EventKind.Strayed).ToList();
        if (delivery.Termination is { } termination)
            return new Episode(Ended(instance, termination, now), stored) { Events = events, Outcome = termination };

        var session = mailbox.Session ??= Resume(instance);
        var actions = session.Advance(events);
        var outcome = session.Conclude();
        var after = (outcome is null ? instance : Ended(instance, outcome, now)) with { UpdatedAt = now, CustomStatus = session.CustomStatus };
        if (outcome is null)
            after = after with { Status = StatusOf(session, delivery), Output = delivery.SuspendReason };
        return new Episode(after, stored) { Events = events, Actions = actions, Outcome = outcome };
    }

    private OrchestrationSession Resume(Instance instance)
    {
        var strayed = new Message(0, instance.Id, instance.Execution, default, new(EventKind.Strayed, default));
        var session = new OrchestrationSession(instance, functions, loggers, () => queues.Deliver(strayed));
        session.Replay(store.Read(reader => reader.History(instance.Id)));
        return session;
    }

    private static OrchestrationRuntimeStatus StatusOf(OrchestrationSession session, Delivery delivery) => delivery.IsSuspended
        ? OrchestrationRuntimeStatus.Suspended
        : session.HasStarted ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending;

    private static Instance Ended(Instance instance, Outcome outcome, DateTime now) =>
        outcome.Status == OrchestrationRuntimeStatus.ContinuedAsNew
            ? instance with { Status = OrchestrationRuntimeStatus.Running, UpdatedAt = now, Output = null }
            : instance with { Status = outcome.Status, UpdatedAt = now, Output = outcome.Output };

    private void Dispatch(EpisodeCommit commit)
    {
        commit.Messages.ForEach(queues.Post);
        commit.Activities.ForEach(queues.Post);
    }
}
