using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>Drives an address with wrk, one thread and eight connections.</summary>
internal static class Wrk
{
    /// <returns>Requests per second.</returns>
    /// <exception cref="InvalidOperationException">wrk is missing, or not every answer was a 2xx.</exception>
    public static async Task<double> RateAsync(Uri address, int seconds, string? authorization = null)
    {
        string[] header = authorization is null ? [] : ["-H", $"Authorization: {authorization}"];
        var start = new ProcessStartInfo("wrk", ["-t1", "-c8", $"-d{seconds}s", .. header, address.ToString()]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk is missing: apt-get install wrk");
        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (report.Contains("Non-2xx", StringComparison.Ordinal))
            throw new InvalidOperationException($"Not every answer was a 200:\n{report}");

        var line = report.Split('\n').Single(line => line.StartsWith("Requests/sec:", StringComparison.Ordinal));
        return double.Parse(line["Requests/sec:".Length..], CultureInfo.InvariantCulture);
    }
}
