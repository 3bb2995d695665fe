using System.Security.Cryptography;
using System.Text;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>Verifies what was received as the reference implementations of Standard Webhooks do (https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries).</summary>
internal static class Receiver
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether one of the signatures is by the secret, and the time is about now.</summary>
    public static bool IsVerified(this ApiCall call, string secret, DateTimeOffset now)
    {
        var (id, timestamp, signatures) = (call.Header("webhook-id")!, call.Header("webhook-timestamp")!, call.Header("webhook-signature")!);
        if ((DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp)) - now).Duration() > Tolerance)
            return false;
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{call.Body}"));
        return signatures.Split(' ').Select(signature => signature.Split(',', 2)).Any(
            signature => signature[0] == "v1" && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature[1]), expected));
    }
}
