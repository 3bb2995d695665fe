using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Webhooks;

/// <summary>The symmetric signatures of Standard Webhooks 1.0.0 (https://github.com/standard-webhooks/standard-webhooks, section "Signature scheme").</summary>
public static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    /// <summary>The value of the header <c>webhook-signature</c>: one signature for each secret.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), content))}"));
    }
}
