using System.Diagnostics;

namespace Emulator.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Asks again and again until the answer is there; fails when it stays away.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Limit; await Task.Delay(20))
        {
            if (await ask() is { } answer)
                return answer;
        }

        throw new TimeoutException($"Nothing within {Limit.TotalSeconds} seconds.");
    }

    public static Task TrueAsync(Func<bool> condition) => GetAsync(() => Task.FromResult(condition() ? "yes" : null));
}
