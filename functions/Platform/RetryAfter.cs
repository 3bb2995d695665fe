using System.Globalization;

namespace FunctionsPlatform.Platform;

/// <summary>The header <c>Retry-After</c>, as seconds or as an HTTP date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.TryGetValues("Retry-After", out var values))
            return null;
        var text = values.First();
        // Some servers send fractions, which the typed header refuses.
        var wait = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 1e9))
            : response.Headers.RetryAfter?.Date is { } date ? date - now
            : (TimeSpan?)null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
