using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Emulator.Durable.Replay;

/// <summary>The context of one execution of an orchestrator. It records what the code asks for and hands over what history answers.</summary>
internal sealed class ReplayContext(Instance instance, OrchestratorScheduler scheduler, Action strayed, ILoggerFactory loggers)
    : TaskOrchestrationContext
{
    public const string StrayMessage =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks "
        + "in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    private readonly SortedDictionary<int, OrchestratorAction> _actions = [];
    private int _nextTaskId;
    private int _guids;
    private DateTime _now;
    private bool _replaying;

    public override TaskName Name => instance.Name;

    public override string InstanceId => instance.Id;

    public override ParentOrchestrationInstance? Parent =>
        instance.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    public OpenTasks Tasks { get; } = new();

    public ExternalEvents Events { get; } = new();

    public string? SerializedInput { get; set; }

    public string CustomStatus { get; private set; } = instance.CustomStatus;

    public ContinueAsNewOptions? Continuation { get; private set; }

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default => DurableJson.Read<T>(SerializedInput);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var json = DurableJson.Write(input);
        return Retries.RunAsync(
            this, options?.Retry, () => Schedule<TResult>(name, id => new ScheduleTaskOrchestratorAction(id, name, json)));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var json = DurableJson.Write(input);
        var childId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return Retries.RunAsync(
            this,
            options?.Retry,
            () => Schedule<TResult>(orchestratorName, id => new CreateSubOrchestrationAction(id, orchestratorName, childId, json)));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var action = Add(id => new CreateTimerOrchestratorAction(id, fireAt.ToUniversalTime()));
        var source = Tasks.Open(action.TaskId, "timer");
        cancellationToken.Register(() => Tasks.Abandon(action.TaskId, cancellationToken));
        return source.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ThrowIfStrayed();
        return Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        var json = DurableJson.Write(payload);
        Add(id => new SendEventOrchestratorAction(id, instanceId, eventName, json));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        ThrowIfStrayed();
        CustomStatus = DurableJson.Write(customStatus) ?? "null";
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        ThrowIfStrayed();
        Continuation = new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents };
    }

    public override Guid NewGuid()
    {
        ThrowIfStrayed();
        return DeterministicGuid.Create($"{instance.Id}_{instance.Execution}_{_guids++}");
    }

    /// <summary>Begins an episode, new or replayed: the clock stands still until the next.</summary>
    public void Begin(DateTime at, bool isReplay)
    {
        _now = at;
        _replaying = isReplay;
    }

    /// <summary>Strikes off an action that history knows was taken.</summary>
    public void Confirm(HistoryEvent recorded)
    {
        Determinism.Check(recorded, _actions.GetValueOrDefault(recorded.TaskId));
        _actions.Remove(recorded.TaskId);
    }

    /// <summary>The actions that history does not know, which are now to be taken.</summary>
    public List<OrchestratorAction> TakeActions()
    {
        List<OrchestratorAction> taken = [.. _actions.Values];
        _actions.Clear();
        return taken;
    }

    private async Task<T> Schedule<T>(string name, Func<int, OrchestratorAction> describe)
    {
        var action = Add(describe);
        return DurableJson.Read<T>(await Tasks.Open(action.TaskId, name).Task)!;
    }

    private OrchestratorAction Add(Func<int, OrchestratorAction> describe)
    {
        ThrowIfStrayed();
        var action = describe(_nextTaskId++);
        _actions.Add(action.TaskId, action);
        return action;
    }

    private void ThrowIfStrayed()
    {
        if (scheduler.IsCurrentThread)
            return;
        strayed();
        throw new InvalidOperationException(StrayMessage);
    }
}
