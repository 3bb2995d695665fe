using System.Security.Cryptography;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;

namespace FunctionsPlatform.Webhooks;

/// <summary>The secrets that deliveries are signed with.</summary>
public sealed class WebhookKeys(SecretStore secrets, Ids ids)
{
    private const int SecretBytes = 32;

    public async Task<(WebhookKey Key, string Secret)> NewAsync(WorkspaceId workspace, Guid webhook, CancellationToken cancellationToken)
    {
        var key = new WebhookKey(ids.New());
        var secret = WebhookSignature.SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        await secrets.SetAsync(workspace, SecretId(webhook, key), secret, cancellationToken);
        return (key, secret);
    }

    /// <summary>The secrets to sign with now, the newest first.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(Webhook webhook, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(webhook.Keys.Where(key => key.IsGood(now)).Select(key => secrets.GetAsync(webhook.Workspace, SecretId(webhook.Id, key), cancellationToken)));
        var found = read.OfType<string>().ToList();
        return found.Count > 0 ? found : throw new InvalidOperationException($"Webhook {webhook.Id:N} has no secret to sign with.");
    }

    public async Task RemoveAsync(WorkspaceId workspace, Guid webhook, IEnumerable<WebhookKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            await secrets.RemoveAsync(workspace, SecretId(webhook, key), cancellationToken);
    }

    private static string SecretId(Guid webhook, WebhookKey key) => $"webhook/{webhook:N}/{key.Id:N}";
}
