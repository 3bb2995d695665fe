using Azure.Core;
using Azure.Core.Pipeline;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>The storage library's retries, but not of connections that this deployment does not make: they stay refused.</summary>
internal sealed class PatientRetries() : RetryPolicy(3, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(10)))
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => !IsRefused(exception) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsRefused(exception) ? new ValueTask<bool>(false) : base.ShouldRetryAsync(message, exception);

    private static bool IsRefused(Exception? exception) => exception is AddressRefusedException || (exception is not null && IsRefused(exception.InnerException));
}
