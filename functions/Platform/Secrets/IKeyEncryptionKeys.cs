namespace FunctionsPlatform.Platform.Secrets;

/// <summary>A key that wraps data keys: 32 bytes for AES-256.</summary>
public sealed record KeyEncryptionKey(string Id, ReadOnlyMemory<byte> Bytes);

/// <summary>The generations of the key-encryption key.</summary>
public interface IKeyEncryptionKeys
{
    /// <summary>The key to wrap with now.</summary>
    ValueTask<KeyEncryptionKey> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>An earlier generation, to unwrap what it wrapped.</summary>
    /// <exception cref="InvalidOperationException">There is no such key.</exception>
    ValueTask<KeyEncryptionKey> FindAsync(string id, CancellationToken cancellationToken);
}
