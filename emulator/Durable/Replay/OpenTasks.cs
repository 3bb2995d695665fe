using Microsoft.DurableTask;
using CoreTaskFailedException = DurableTask.Core.Exceptions.TaskFailedException;

namespace Emulator.Durable.Replay;

/// <summary>What an orchestrator scheduled and has not heard of yet, by sequence number.</summary>
internal sealed class OpenTasks
{
    private readonly Dictionary<int, (string Name, TaskCompletionSource<string?> Source)> _open = [];

    public bool IsEmpty => _open.Count == 0;

    public TaskCompletionSource<string?> Open(int taskId, string name)
    {
        var source = new TaskCompletionSource<string?>();
        _open.Add(taskId, (name, source));
        return source;
    }

    public void Abandon(int taskId, CancellationToken cancellationToken)
    {
        if (_open.Remove(taskId, out var task))
            task.Source.TrySetCanceled(cancellationToken);
    }

    /// <summary>Hands a result over. One that nobody waits for any more, such as of a cancelled timer, is dropped.</summary>
    public void Complete(HistoryEvent e)
    {
        if (_open.Remove(e.TaskId, out var task))
            task.Source.TrySetResult(e.Payload);
    }

    public void Fail(HistoryEvent e)
    {
        if (!_open.Remove(e.TaskId, out var task))
            return;
        var details = DurableJson.Read<TaskFailureDetails>(e.Payload)!;
        task.Source.TrySetException(new TaskFailedException(task.Name, e.TaskId, new CoreTaskFailedException(details)));
    }
}
