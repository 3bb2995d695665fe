using System.Security.Cryptography;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>When a delivery that failed is tried again: the schedule of Standard Webhooks 1.0.0 (section "Deliverability and reliability"), each wait up to a tenth longer.</summary>
public static class RetrySchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(24);

    /// <summary>How long to wait after so many attempts; null when there have been enough.</summary>
    /// <param name="wish">What the receiver asked for. It cannot make a wait shorter, nor longer than a day.</param>
    public static TimeSpan? After(int attempts, TimeSpan? wish)
    {
        if (attempts > Waits.Length)
            return null;
        var wait = Waits[attempts - 1] * (1 + RandomNumberGenerator.GetInt32(0, 100) / 1000d);
        var asked = wish < LongestWish ? wish.Value : wish is null ? TimeSpan.Zero : LongestWish;
        return asked > wait ? asked : wait;
    }
}
