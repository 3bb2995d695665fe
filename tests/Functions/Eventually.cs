using System.Diagnostics;

namespace FunctionsPlatform.Tests;

/// <summary>Waits for what happens in the background.</summary>
internal static class Eventually
{
    /// <summary>The first value that is not null.</summary>
    /// <exception cref="TimeoutException">There was none for too long.</exception>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> read, double seconds = 90)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            if (await read() is { } value)
                return value;
            await Task.Delay(50);
        }

        throw new TimeoutException($"Nothing after {seconds} seconds.");
    }
}
