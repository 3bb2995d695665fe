namespace FunctionsPlatform.Connectors;

/// <summary>When one statement must stop: at its time limit, or when the caller no longer waits for it.</summary>
internal sealed class StatementLimit : IDisposable
{
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _limit;

    public StatementLimit(TimeSpan limit, TimeProvider clock, CancellationToken caller)
    {
        (_limit, _caller) = (limit, caller);
        _timeout = new CancellationTokenSource(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Lets another token stop the statement while the result is undisposed.</summary>
    public CancellationTokenRegistration StopOn(CancellationToken token) =>
        token == _caller ? default : token.UnsafeRegister(static either => ((CancellationTokenSource)either!).Cancel(), _either);

    /// <summary>The exception to throw for what a driver threw: whoever stopped the statement explains it better than the driver does.</summary>
    public Exception Explain(Exception failure, Func<Exception, ConnectorException> translate, CancellationToken reader)
    {
        if (reader.IsCancellationRequested)
            return new OperationCanceledException(failure.Message, failure, reader);
        if (_caller.IsCancellationRequested)
            return new OperationCanceledException(failure.Message, failure, _caller);
        return _timeout.IsCancellationRequested ? TimedOut(failure) : failure as ConnectorException ?? translate(failure);
    }

    public ConnectorException TimedOut(Exception? failure) =>
        new(ConnectorFailure.TimedOut, $"The statement was cancelled: it ran longer than {_limit.TotalSeconds:0.###} seconds.", failure);

    public void Dispose()
    {
        _either.Dispose();
        _timeout.Dispose();
    }
}
