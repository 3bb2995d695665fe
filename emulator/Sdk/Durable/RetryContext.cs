namespace Microsoft.DurableTask;

public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

public delegate bool RetryHandler(RetryContext retryContext);
