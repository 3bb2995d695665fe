using DurableTask.Core.Exceptions;
using Microsoft.Extensions.Logging;

namespace Emulator.Durable.Replay;

/// <summary>One execution of an orchestrator, in memory: fed with its history, then with what is new.</summary>
internal sealed class OrchestrationSession
{
    private readonly Instance _instance;
    private readonly IDurableFunctions _functions;
    private readonly OrchestratorScheduler _scheduler;
    private readonly ReplayContext _context;
    private Task<object?>? _orchestrator;
    private Outcome? _failure;

    /// <param name="strayed">Called, on any thread, when the code goes on where it must not.</param>
    public OrchestrationSession(Instance instance, IDurableFunctions functions, ILoggerFactory loggers, Action strayed)
    {
        _instance = instance;
        _functions = functions;
        _scheduler = new OrchestratorScheduler(strayed);
        _context = new ReplayContext(instance, _scheduler, strayed, loggers);
    }

    /// <summary>How many events the execution has seen: what a replay would cost.</summary>
    public int EventCount { get; private set; }

    public bool HasStarted => _orchestrator is not null || _failure is not null;

    public string CustomStatus => _context.CustomStatus;

    public void Replay(IReadOnlyList<HistoryEvent> history) => Feed(history, isReplay: true);

    /// <summary>Goes on with new events and returns what the code then wants done.</summary>
    public IReadOnlyList<OrchestratorAction> Advance(IReadOnlyList<HistoryEvent> events)
    {
        Feed(events, isReplay: false);
        var actions = _failure is null ? _context.TakeActions() : [];
        EventCount += actions.Count;
        return actions;
    }

    /// <summary>How it ended, or null when it waits for something that can still come.</summary>
    public Outcome? Conclude()
    {
        if (_failure is not null || _orchestrator is null)
            return _failure;
        if (_orchestrator.IsCompleted)
            return Ended(_orchestrator);
        return _context.Tasks.IsEmpty && !_context.Events.IsAwaited ? Strayed() : null;
    }

    private void Feed(IReadOnlyList<HistoryEvent> events, bool isReplay)
    {
        EventCount += events.Count;
        _scheduler.Enter(() =>
        {
            foreach (var e in events)
            {
                Apply(e, isReplay);
                _scheduler.Drain();
            }
        });
    }

    private void Apply(HistoryEvent e, bool isReplay)
    {
        switch (e.Kind)
        {
            case EventKind.EpisodeStarted:
                _context.Begin(e.At, isReplay);
                break;
            case EventKind.ExecutionStarted:
                Start(e.Payload);
                break;
            case EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationCreated or EventKind.EventSent:
                Confirm(e);
                break;
            case EventKind.TaskCompleted or EventKind.TimerFired or EventKind.SubOrchestrationCompleted:
                _context.Tasks.Complete(e);
                break;
            case EventKind.TaskFailed or EventKind.SubOrchestrationFailed:
                _context.Tasks.Fail(e);
                break;
            case EventKind.EventRaised:
                _context.Events.Raise(e);
                break;
            case EventKind.Strayed:
                _failure ??= Strayed();
                break;
            case EventKind.Terminated or EventKind.Suspended or EventKind.Resumed:
                break;
            default:
                throw new InvalidOperationException($"The history of instance '{_instance.Id}' holds an unknown event, {e.Kind}.");
        }
    }

    private void Start(string? input)
    {
        if (!_functions.HasOrchestrator(_instance.Name))
        {
            _failure = Outcome.Unknown(_instance.Name);
            return;
        }

        _context.SerializedInput = input;
        _orchestrator = Task.Factory
            .StartNew(() => _functions.RunOrchestratorAsync(_instance.Name, _context), CancellationToken.None, TaskCreationOptions.None, _scheduler)
            .Unwrap();
    }

    private void Confirm(HistoryEvent recorded)
    {
        try
        {
            _context.Confirm(recorded);
        }
        catch (NonDeterministicOrchestrationException e)
        {
            _failure ??= Outcome.Failed(e);
        }
    }

    private Outcome Ended(Task<object?> ended)
    {
        try
        {
            var output = ended.GetAwaiter().GetResult();
            return _context.Continuation is { } next
                ? Outcome.ContinuedAsNew(DurableJson.Write(next.NewInput), next.PreserveUnprocessedEvents ? _context.Events.Kept : [])
                : Outcome.Completed(DurableJson.Write(output));
        }
        catch (Exception e)
        {
            return Outcome.Failed(e);
        }
    }

    private static Outcome Strayed() => Outcome.Failed(new InvalidOperationException(ReplayContext.StrayMessage));
}
