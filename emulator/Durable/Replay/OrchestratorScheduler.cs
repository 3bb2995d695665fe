namespace Emulator.Durable.Replay;

/// <summary>
/// Runs an orchestrator's code on the thread that advances it, in the order in which its awaits complete.
/// A continuation that arrives from any other thread awaited something that a replay cannot repeat.
/// </summary>
internal sealed class OrchestratorScheduler(Action strayed) : TaskScheduler
{
    private readonly Queue<Task> _queue = new();
    private int _thread;

    public override int MaximumConcurrencyLevel => 1;

    public bool IsCurrentThread => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Does something on this thread, which is the orchestrator's own for as long.</summary>
    public void Enter(Action action)
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            action();
        }
        finally
        {
            _thread = 0;
        }
    }

    /// <summary>Runs what is ready, and what becomes ready by it.</summary>
    public void Drain()
    {
        while (_queue.TryDequeue(out var task))
            TryExecuteTask(task);
    }

    protected override void QueueTask(Task task)
    {
        if (IsCurrentThread)
            _queue.Enqueue(task);
        else
            strayed();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _queue;
}
