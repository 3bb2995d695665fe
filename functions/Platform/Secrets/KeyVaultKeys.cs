using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace FunctionsPlatform.Platform.Secrets;

/// <summary>Key-encryption keys that are versions of one Key Vault secret, the first made on first use. A new version is in use within the hour.</summary>
public sealed class KeyVaultKeys(SecretClient vault, string name, TimeProvider clock) : IKeyEncryptionKeys
{
    private static readonly TimeSpan CurrentFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, KeyEncryptionKey> _versions = new();
    private Latest? _latest;

    public async ValueTask<KeyEncryptionKey> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_latest is { } latest && clock.GetUtcNow() < latest.Until)
            return latest.Key;
        var key = await ReadLatestAsync(cancellationToken);
        _latest = new Latest(key, clock.GetUtcNow() + CurrentFor);
        return key;
    }

    public async ValueTask<KeyEncryptionKey> FindAsync(string id, CancellationToken cancellationToken) =>
        _versions.TryGetValue(id, out var key) ? key : await ReadAsync(id, cancellationToken);

    private async Task<KeyEncryptionKey> ReadLatestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(version: null, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Should two instances do this at once, each wraps with its own version, and both versions stay readable.
            var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyText.KeyBytes));
            return Remember(await vault.SetSecretAsync(name, text, cancellationToken));
        }
    }

    private async Task<KeyEncryptionKey> ReadAsync(string? version, CancellationToken cancellationToken) =>
        Remember(await vault.GetSecretAsync(name, version, cancellationToken: cancellationToken));

    private KeyEncryptionKey Remember(KeyVaultSecret secret)
    {
        var key = new KeyEncryptionKey(secret.Properties.Version, KeyText.Parse(secret.Value, $"the Key Vault secret {name}"));
        _versions[key.Id] = key;
        return key;
    }

    private sealed record Latest(KeyEncryptionKey Key, DateTimeOffset Until);
}
