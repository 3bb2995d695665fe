using DurableTask.Core.Exceptions;
using Microsoft.Extensions.Logging;

namespace Emulator.Durable.Replay;

/// <summary>One execution of an orchestrator, in memory: fed with its history, then with what is new.</summary>
internal sealed class OrchestrationSession
{
    private readonly Instance instance;
    private readonly IDurableFunctions functions;
    private readonly OrchestratorScheduler scheduler;
    private readonly ReplayContext context;
    private Task<object?>? orchestrator;
    private Outcome? failure;

    /// <param name="strayed">Called, on any thread, when the code goes on where it must not.</param>
    public OrchestrationSession(Instance instance, IDurableFunctions functions, ILoggerFactory loggers, Action strayed)
    {
        this.instance = instance;
        this.functions = functions;
        scheduler = new OrchestratorScheduler(strayed);
        context = new ReplayContext(instance, scheduler, strayed, loggers);
    }

    /// <summary>How many events the execution has seen: what a replay would cost.</summary>
    public int EventCount { get; private set; }

    public bool HasStarted => orchestrator is not null || failure is not null;

    public string CustomStatus => context.CustomStatus;

    public void Replay(IReadOnlyList<HistoryEvent> history) => Feed(history, isReplay: true);

    /// <summary>Goes on with new events and returns what the code then wants done.</summary>
    public IReadOnlyList<OrchestratorAction> Advance(IReadOnlyList<HistoryEvent> events)
    {
        Feed(events, isReplay: false);
        var actions = failure is null ? context.TakeActions() : [];
        EventCount += actions.Count;
        return actions;
    }

    /// <summary>How it ended, or null when it waits for something that can still come.</summary>
    public Outcome? Conclude()
    {
        if (failure is not null || orchestrator is null)
            return failure;
        if (orchestrator.IsCompleted)
            return Ended(orchestrator);
        return context.Tasks.IsEmpty && !context.Events.IsAwaited ? Strayed() : null;
    }

    private void Feed(IReadOnlyList<HistoryEvent> events, bool isReplay)
    {
        EventCount += events.Count;
        scheduler.Enter(() =>
        {
            foreach (var e in events)
            {
                Apply(e, isReplay);
                scheduler.Drain();
            }
        });
    }

    private void Apply(HistoryEvent e, bool isReplay)
    {
        switch (e.Kind)
        {
            case EventKind.EpisodeStarted:
                context.Begin(e.At, isReplay);
                break;
            case EventKind.ExecutionStarted:
                Start(e.Payload);
                break;
            case EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationCreated or EventKind.EventSent:
                Confirm(e);
                break;
            case EventKind.TaskCompleted or EventKind.TimerFired or EventKind.SubOrchestrationCompleted:
                context.Tasks.Complete(e);
                break;
            case EventKind.TaskFailed or EventKind.SubOrchestrationFailed:
                context.Tasks.Fail(e);
                break;
            case EventKind.EventRaised:
                context.Events.Raise(e);
                break;
            case EventKind.Strayed:
                failure ??= Strayed();
                break;
            case EventKind.Terminated or EventKind.Suspended or EventKind.Resumed:
                break;
            default:
                throw new InvalidOperationException($"The history of instance '{instance.Id}' holds an unknown event, {e.Kind}.");
        }
    }

    private void Start(string? input)
    {
        if (!functions.HasOrchestrator(instance.Name))
        {
            failure = Outcome.Unknown(instance.Name);
            return;
        }

        context.SerializedInput = input;
        orchestrator = Task.Factory
            .StartNew(() => functions.RunOrchestratorAsync(instance.Name, context), CancellationToken.None, TaskCreationOptions.None, scheduler)
            .Unwrap();
    }

    private void Confirm(HistoryEvent recorded)
    {
        try
        {
            context.Confirm(recorded);
        }
        catch (NonDeterministicOrchestrationException e)
        {
            failure ??= Outcome.Failed(e);
        }
    }

    private Outcome Ended(Task<object?> ended)
    {
        try
        {
            var output = ended.GetAwaiter().GetResult();
            return context.Continuation is { } next
                ? Outcome.ContinuedAsNew(DurableJson.Write(next.NewInput), next.PreserveUnprocessedEvents ? context.Events.Kept : [])
                : Outcome.Completed(DurableJson.Write(output));
        }
        catch (Exception e)
        {
            return Outcome.Failed(e);
        }
    }

    private static Outcome Strayed() => Outcome.Failed(new InvalidOperationException(ReplayContext.StrayMessage));
}
