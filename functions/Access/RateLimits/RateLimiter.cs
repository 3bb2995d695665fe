using System.Collections.Concurrent;
using Azure;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

/// <summary>Holds callers to their plans, over all instances together.</summary>
/// <remarks>
/// An instance leases a few tokens at a time from the caller's row, with optimistic concurrency, and spends them from memory. Together the
/// instances never allow more than the limit; tokens that an instance leased and did not spend are lost at the window's end.
/// When storage does not answer, each instance goes on counting alone: a caller may then get the limit from every instance, which is
/// better than to refuse everyone.
/// </remarks>
public sealed partial class RateLimiter
{
    private const int RememberedCallers = 10_000;
    private static readonly TimeSpan CountAloneFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string, Plan), CallerLimit> _callers = new();
    private readonly RateLimitRows _rows;
    private readonly RateLimitOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly bool _isEnabled;
    private long _countAloneUntil;

    public RateLimiter(
        PlatformStorage storage, IOptions<RateLimitOptions> options, IHostEnvironment environment, TimeProvider clock,
        ILogger<RateLimiter> logger)
    {
        (_rows, _options, _clock, _logger) = (new RateLimitRows(storage), options.Value, clock, logger);
        _isEnabled = _options.Enabled || !(environment.IsDevelopment() || storage.IsDevelopment);
        if (_isEnabled && !_options.Enabled)
            Log.StaysOn(logger);
    }

    /// <param name="api">The API that is called: each has its own count.</param>
    public ValueTask<RateDecision> TakeAsync(Principal principal, string api, CancellationToken cancellationToken) =>
        TakeAsync($"{principal.Id}|{api}", _options.Find(principal.Plan) ?? Plans.BuiltIn[Plans.Default], cancellationToken);

    /// <summary>For endpoints that need no credential, such as those that check passwords.</summary>
    /// <param name="address">The caller's IP address.</param>
    public ValueTask<RateDecision> TakeAnonymousAsync(string address, string endpoint, CancellationToken cancellationToken) =>
        TakeAsync($"anonymous|{address}|{endpoint}", new Plan("anonymous", _options.AnonymousPerMinute), cancellationToken);

    private async ValueTask<RateDecision> TakeAsync(string caller, Plan plan, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (!_isEnabled)
            return new RateDecision(true, plan.PerMinute, plan.PerMinute, now.AddMinutes(1), TimeSpan.Zero);

        var limit = _callers.GetOrAdd((caller, plan), key => new CallerLimit(key.Item1, key.Item2, _rows));
        ForgetIdle(now);
        if (now.UtcTicks < Volatile.Read(ref _countAloneUntil))
            return await limit.TakeAsync(now, shared: false, cancellationToken);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.StorageTimeout);
        try
        {
            return await limit.TakeAsync(now, shared: true, timeout.Token);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.CountingAlone(_logger, e);
            Volatile.Write(ref _countAloneUntil, (now + CountAloneFor).UtcTicks);
            return await limit.TakeAsync(now, shared: false, cancellationToken);
        }
    }

    private void ForgetIdle(DateTimeOffset now)
    {
        if (_callers.Count <= RememberedCallers)
            return;
        foreach (var (key, limit) in _callers)
        {
            if (now - limit.LastUsedAt > ForgetAfter)
                _callers.TryRemove(key, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "RateLimits:Enabled is false, which only local runs honour; limits stay on.")]
        public static partial void StaysOn(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The storage of the rate limits does not answer; this instance counts alone for a while.")]
        public static partial void CountingAlone(ILogger logger, Exception exception);
    }
}
