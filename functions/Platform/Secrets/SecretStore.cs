using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Platform.Secrets;

/// <summary>Secrets of a workspace by id, encrypted at rest.</summary>
public sealed class SecretStore(PlatformStorage storage, SecretProtector protector)
{
    /// <summary>The longest secret, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 60 * 1024;

    public async Task SetAsync(WorkspaceId workspace, string id, string secret, CancellationToken cancellationToken)
    {
        var plaintext = Encoding.UTF8.GetBytes(secret);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plaintext.Length, MaximumBytes, nameof(secret));
        var row = new TableEntity(workspace.ToString(), RowKeys.Escape(id))
        {
            ["Protected"] = await protector.ProtectAsync(workspace, id, plaintext, cancellationToken),
        };
        var table = await storage.TableAsync("Secrets", cancellationToken);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The secret, or null when there is none of that id in that workspace.</summary>
    /// <exception cref="CryptographicException">What is stored was changed or moved here from elsewhere.</exception>
    public async Task<string?> GetAsync(WorkspaceId workspace, string id, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync("Secrets", cancellationToken);
        if (await table.FindAsync(workspace.ToString(), RowKeys.Escape(id), cancellationToken) is not { } row)
            return null;
        return Encoding.UTF8.GetString(await protector.UnprotectAsync(workspace, id, row.GetBinary("Protected"), cancellationToken));
    }

    public async Task RemoveAsync(WorkspaceId workspace, string id, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync("Secrets", cancellationToken);
        await table.RemoveAsync(workspace.ToString(), RowKeys.Escape(id), cancellationToken);
    }
}
