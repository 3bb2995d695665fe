using System.Security.Cryptography;
using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>What one instance knows of one caller's limits. One request at a time.</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing to dispose of, and requests may still wait on it.
internal sealed class CallerLimit(string caller, Plan plan, RateLimitRows rows)
#pragma warning restore CA1001
{
    private const int Attempts = 50;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly LeasedWindow[] _windows = [.. RateWindow.Of(plan).Select(window => new LeasedWindow(window))];
    private TableEntity? _row;
    private bool _isLocal;

    public DateTimeOffset LastUsedAt { get; private set; }

    /// <param name="shared">False counts in this instance only, for when storage does not answer.</param>
    public async ValueTask<RateDecision> TakeAsync(DateTimeOffset now, bool shared, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            LastUsedAt = now;
            if (_isLocal == shared)
                (_row, _isLocal) = (null, !shared);
            _row ??= shared ? await rows.ReadAsync(caller, cancellationToken) : RateLimitRows.Empty(caller);
            foreach (var window in _windows)
                window.MoveTo(now);
            return await TryLeaseAsync(shared, cancellationToken) is { } exhausted ? Refused(exhausted, now) : Spend();
        }
        catch
        {
            // What the row in memory says was perhaps not written.
            _row = null;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>Null when every window has a token, else the exhausted window that ends last.</returns>
    private async Task<LeasedWindow?> TryLeaseAsync(bool shared, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            // Within a window others can only have leased more than we know: a refusal needs no look at storage.
            var row = _row!;
            if (_windows.Where(window => window.Unleased(row) == 0 && window.IsEmpty).MaxBy(window => window.EndsAt) is { } exhausted)
                return exhausted;
            var empty = _windows.Where(window => window.IsEmpty).ToList();
            if (empty.Count == 0)
                return null;

            var leases = empty.Select(window => (Window: window, Tokens: window.Lease(row))).ToList();
            row[ExpiringRows.ExpiresAt] = _windows.Max(window => window.EndsAt);
            if (!shared || await rows.TryWriteAsync(row, cancellationToken))
            {
                leases.ForEach(lease => lease.Window.Add(lease.Tokens));
                return null;
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(0, 4 * attempt), cancellationToken);
            _row = await rows.ReadAsync(caller, cancellationToken);
        }

        throw new TimeoutException("The rate limit's row was changed by others in every attempt.");
    }

    private RateDecision Spend()
    {
        foreach (var window in _windows)
            window.Spend();
        var tightest = _windows.Where(window => window.Window.Length >= TimeSpan.FromMinutes(1)).MinBy(window => window.Remaining(_row!))!;
        return new RateDecision(true, tightest.Window.Limit, tightest.Remaining(_row!), tightest.EndsAt, TimeSpan.Zero);
    }

    private static RateDecision Refused(LeasedWindow exhausted, DateTimeOffset now) =>
        new(false, exhausted.Window.Limit, 0, exhausted.EndsAt, exhausted.EndsAt > now ? exhausted.EndsAt - now : TimeSpan.FromSeconds(1));
}
