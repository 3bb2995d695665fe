using Emulator.Durable.Replay;
using Emulator.Durable.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Engine;

/// <summary>Writes an episode in one transaction and gathers the work that it makes for others.</summary>
internal sealed class EpisodeCommit(StoreTransaction transaction, Episode episode, DateTime now)
{
    private readonly Instance _instance = episode.Instance;

    public List<Message?> Messages { get; } = [];

    public List<ActivityWork> Activities { get; } = [];

    public static EpisodeCommit Write(StoreTransaction transaction, Episode episode, DateTime now)
    {
        var commit = new EpisodeCommit(transaction, episode, now);
        commit.Write();
        return commit;
    }

    private void Write()
    {
        transaction.Consume(episode.Consumed);
        transaction.AppendHistory(_instance.Id, episode.Events);
        foreach (var action in episode.Actions)
            Take(action);
        transaction.AppendHistory(_instance.Id, episode.Actions.Select(action => action.ToEvent(now)));

        if (episode.Outcome is { Status: OrchestrationRuntimeStatus.ContinuedAsNew } next)
            ContinueAsNew(next);
        else
            transaction.Update(_instance);
        if (_instance.IsFinished)
            Finish(episode.Outcome!);
    }

    private void Take(OrchestratorAction action)
    {
        switch (action)
        {
            case ScheduleTaskOrchestratorAction task:
                Activities.Add(transaction.AddActivity(_instance, task.TaskId, task.Name, task.Input));
                break;
            case CreateTimerOrchestratorAction timer:
                var fired = new HistoryEvent(EventKind.TimerFired, timer.FireAt, timer.TaskId);
                Messages.Add(transaction.Send(_instance.Id, _instance.Execution, fired, timer.FireAt));
                break;
            case CreateSubOrchestrationAction child:
                StartChild(child);
                break;
            case SendEventOrchestratorAction sent:
                var raised = new HistoryEvent(EventKind.EventRaised, now, Name: sent.Name, Payload: sent.Payload);
                Messages.Add(transaction.Send(sent.InstanceId, null, raised));
                break;
            default:
                throw new InvalidOperationException($"No such action: {action.GetType().Name}.");
        }
    }

    private void StartChild(CreateSubOrchestrationAction child)
    {
        var created = new Instance(child.InstanceId, Ids.New(), child.Name, OrchestrationRuntimeStatus.Pending, now, now)
        {
            Parent = new ParentLink(_instance.Id, _instance.Name, _instance.Execution, child.TaskId),
        };
        if (transaction.TryStart(created, child.Input, now) is { } started)
        {
            Messages.Add(started);
            return;
        }

        var failure = new TaskFailureDetails(
            "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
            $"An orchestration instance with the id '{child.InstanceId}' is running already.",
            null,
            null,
            null);
        Messages.Add(transaction.Send(_instance.Id, _instance.Execution, ChildFailed(child.TaskId, failure)));
    }

    private void ContinueAsNew(Outcome next)
    {
        var fresh = _instance with { Execution = Ids.New() };
        Messages.Add(transaction.ContinueAsNew(fresh, _instance.Execution, next.Output));
        foreach (var e in next.CarriedOver)
            Messages.Add(transaction.Send(fresh.Id, null, e));
    }

    private void Finish(Outcome outcome)
    {
        transaction.EmptyInbox(_instance.Id);
        if (_instance.Parent is not { } parent)
            return;
        var result = outcome.Failure is { } failure
            ? ChildFailed(parent.TaskId, failure)
            : new HistoryEvent(EventKind.SubOrchestrationCompleted, now, parent.TaskId, Payload: outcome.Output);
        Messages.Add(transaction.Send(parent.InstanceId, parent.Execution, result));
    }

    private HistoryEvent ChildFailed(int taskId, TaskFailureDetails failure) =>
        new(EventKind.SubOrchestrationFailed, now, taskId, Payload: DurableJson.Write(failure));
}
