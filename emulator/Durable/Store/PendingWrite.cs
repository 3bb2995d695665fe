namespace Emulator.Durable.Store;

internal abstract class PendingWrite
{
    public abstract void Do(StoreTransaction transaction);

    public abstract void Committed();

    public abstract void Complete();

    public abstract void Fail(Exception? cause);
}

internal sealed class PendingWrite<T>(Func<StoreTransaction, T> work, Action<T>? committed) : PendingWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Completion => _completion.Task;

    public override void Do(StoreTransaction transaction) => _result = work(transaction);

    public override void Committed() => committed?.Invoke(_result);

    public override void Complete() => _completion.SetResult(_result);

    public override void Fail(Exception? cause) => _completion.SetException(
        new InvalidOperationException("The Durable store has stopped. Nothing that was committed is lost: restart to go on.", cause));
}
