using System.Security.Cryptography;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>The keys of our tokens: a new one each period, the earlier ones published until their tokens are dead.</summary>
/// <remarks>
/// Time is cut into periods of <see cref="AccessOptions.SigningKeyDays"/>, and a period's key has the period's row. So instances need no
/// leader: the first to add the row made the key, and the others read it. The next period's key is made a day early, so that verifiers
/// which cache our key set know it before it signs.
/// </remarks>
public sealed class SigningKeys(PlatformStorage storage, SecretProtector protector, IOptions<AccessOptions> options, TimeProvider clock) : IDisposable
{
    private const string Partition = "signing";
    private const int KeyBits = 2048;
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReadAgainForUnknownAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MadeAhead = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile KeySet _set = new([], null, DateTimeOffset.MinValue);

    /// <summary>The published keys as a JSON Web Key Set.</summary>
    public async Task<JsonWebKeySet> JwksAsync(CancellationToken cancellationToken)
    {
        var set = await CurrentAsync(cancellationToken);
        var document = new JsonWebKeySet();
        foreach (var key in set.Keys)
        {
            document.Keys.Add(new JsonWebKey
            {
                Kty = "RSA",
                Use = "sig",
                Alg = SecurityAlgorithms.RsaSha256,
                Kid = key.Id,
                N = Base64UrlEncoder.Encode(key.PublicKey.Modulus),
                E = Base64UrlEncoder.Encode(key.PublicKey.Exponent),
            });
        }

        return document;
    }

    internal async Task<SigningCredentials> SignerAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Signer!;

    /// <summary>The published key of that id; null when there is none.</summary>
    internal async Task<SecurityKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var set = await CurrentAsync(cancellationToken);
        var known = Published(set, id);
        if (known is not null || clock.GetUtcNow() - set.ReadAt < ReadAgainForUnknownAfter)
            return known;
        return Published(await RefreshAsync(set, cancellationToken), id);
    }

    public void Dispose() => _gate.Dispose();

    private RsaSecurityKey? Published(KeySet set, string id) =>
        set.Keys.FirstOrDefault(key => key.Id == id && clock.GetUtcNow() < key.PublishedUntil)?.VerificationKey;

    private async ValueTask<KeySet> CurrentAsync(CancellationToken cancellationToken)
    {
        var set = _set;
        var now = clock.GetUtcNow();
        var usable = now - set.ReadAt < ReadAgainAfter && set.Keys.Any(key => key.Id == set.Signer?.Key.KeyId && key.SignsAt(now));
        return usable ? set : await RefreshAsync(set, cancellationToken);
    }

    private async Task<KeySet> RefreshAsync(KeySet seen, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return ReferenceEquals(seen, _set) ? _set = await ReadAsync(cancellationToken) : _set;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<KeySet> ReadAsync(CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync("SigningKeys", cancellationToken);
        var now = clock.GetUtcNow();
        var signing = await FindOrCreateAsync(table, now, cancellationToken);
        await FindOrCreateAsync(table, now + MadeAhead, cancellationToken);

        var keys = new List<SigningKey>();
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken))
        {
            var key = SigningKeyRow.Read(row);
            if (now < key.PublishedUntil)
                keys.Add(key);
            else
                await table.RemoveAsync(Partition, row.RowKey, cancellationToken);
        }

        return new KeySet(keys, await SignerAsync(signing, cancellationToken), now);
    }

    private async Task<TableEntity> FindOrCreateAsync(TableClient table, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var days = options.Value.SigningKeyDays;
        var period = time.ToUnixTimeSeconds() / (days * 86_400L);
        var rowKey = $"{days:D3}-{period:D8}";
        if (await table.FindAsync(Partition, rowKey, cancellationToken) is { } found)
            return found;

        var from = DateTimeOffset.FromUnixTimeSeconds(period * days * 86_400L);
        using var rsa = RSA.Create(KeyBits);
        var key = new SigningKey(
            $"{rowKey}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
            rsa.ExportParameters(includePrivateParameters: false), from, from.AddDays(days), from.AddDays(days) + LongestTokenLife);
        var privateKey = await protector.ProtectAsync(WorkspaceId.Deployment, PrivateKeyId(key.Id), rsa.ExportPkcs8PrivateKey(), cancellationToken);
        await table.TryAddAsync(SigningKeyRow.Write(Partition, rowKey, key, privateKey), cancellationToken);
        return (await table.FindAsync(Partition, rowKey, cancellationToken))!;
    }

    private async Task<SigningCredentials> SignerAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var id = SigningKeyRow.Read(row).Id;
        var pkcs8 = await protector.UnprotectAsync(WorkspaceId.Deployment, PrivateKeyId(id), SigningKeyRow.PrivateKey(row), cancellationToken);
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = id }, SecurityAlgorithms.RsaSha256);
    }

    // A day more than any token lives, so that lifetimes may be lengthened later.
    private TimeSpan LongestTokenLife =>
        TimeSpan.FromTicks(Math.Max(options.Value.ClientTokenLifetime.Ticks, options.Value.UserTokenLifetime.Ticks)) + TimeSpan.FromDays(1);

    private static string PrivateKeyId(string keyId) => $"signing-key/{keyId}";

    private sealed record KeySet(IReadOnlyList<SigningKey> Keys, SigningCredentials? Signer, DateTimeOffset ReadAt);
}
