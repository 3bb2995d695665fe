using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Platform.Secrets;

/// <summary>Envelope encryption: AES-256-GCM with the workspace's data key. The result opens only for the same workspace and id.</summary>
public sealed class SecretProtector(DataKeys dataKeys)
{
    private const byte Version = 1;
    private const int HeaderBytes = 17;

    /// <param name="id">Names the place where the result is kept, such as <c>connection/0198.../password</c>.</param>
    /// <returns>Version, data key id, nonce, tag and ciphertext.</returns>
    public async Task<byte[]> ProtectAsync(WorkspaceId workspace, string id, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken)
    {
        var key = await dataKeys.CurrentAsync(workspace, cancellationToken);
        byte[] header = [Version, .. key.Id.ToByteArray()];
        return [.. header, .. AesGcmBox.Seal(key.Bytes, plaintext.Span, Binding(header, workspace, id))];
    }

    /// <exception cref="CryptographicException">The bytes were changed, or protected for another workspace or id.</exception>
    public async Task<byte[]> UnprotectAsync(WorkspaceId workspace, string id, ReadOnlyMemory<byte> protectedBytes, CancellationToken cancellationToken)
    {
        if (protectedBytes.Length < HeaderBytes || protectedBytes.Span[0] != Version)
            throw new CryptographicException("The encrypted bytes have no header of ours.");
        var key = await dataKeys.FindAsync(workspace, new Guid(protectedBytes.Span[1..HeaderBytes]), cancellationToken);
        return AesGcmBox.Open(key.Bytes, protectedBytes.Span[HeaderBytes..], Binding(protectedBytes.Span[..HeaderBytes], workspace, id));
    }

    private static byte[] Binding(ReadOnlySpan<byte> header, WorkspaceId workspace, string id) =>
        [.. header, .. workspace.Value.ToByteArray(), .. Encoding.UTF8.GetBytes(id)];
}
