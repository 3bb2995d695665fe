using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Platform.Secrets;

/// <summary>The key that encrypts a workspace's secrets.</summary>
internal sealed record DataKey(Guid Id, byte[] Bytes);

/// <summary>A data key a workspace, made on first use and stored wrapped by the key-encryption key.</summary>
/// <remarks>A data key that an earlier key-encryption key wrapped is wrapped anew when it is next read.</remarks>
public sealed class DataKeys(PlatformStorage storage, IKeyEncryptionKeys keyEncryptionKeys, Ids ids)
{
    private const string CurrentRow = "current";

    private readonly ConcurrentDictionary<(WorkspaceId, Guid), DataKey> _keys = new();
    private readonly ConcurrentDictionary<WorkspaceId, DataKey> _current = new();

    internal async ValueTask<DataKey> CurrentAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        if (_current.TryGetValue(workspace, out var known))
            return known;
        var table = await storage.TableAsync("DataKeys", cancellationToken);
        var current = await table.FindAsync(workspace.ToString(), CurrentRow, cancellationToken)
            ?? await CreateAsync(table, workspace, cancellationToken);
        return _current[workspace] = await FindAsync(workspace, current.GetGuid("KeyId")!.Value, cancellationToken);
    }

    internal async ValueTask<DataKey> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue((workspace, id), out var known))
            return known;
        var table = await storage.TableAsync("DataKeys", cancellationToken);
        var row = await table.FindAsync(workspace.ToString(), id.ToString("N"), cancellationToken)
            ?? throw new CryptographicException("The data key of a stored secret is not there.");
        var wrappedBy = row.GetString("WrappedBy");
        var wrapping = await keyEncryptionKeys.FindAsync(wrappedBy, cancellationToken);
        var key = new DataKey(id, AesGcmBox.Open(wrapping.Bytes.Span, row.GetBinary("Wrapped"), Binding(workspace, id)));
        var latest = await keyEncryptionKeys.CurrentAsync(cancellationToken);
        if (latest.Id != wrappedBy)
        {
            Wrap(row, workspace, key, latest);
            // Losing against another instance is as good: it wrapped the same key.
            await table.TryReplaceAsync(row, cancellationToken);
        }

        return _keys[(workspace, id)] = key;
    }

    private async Task<TableEntity> CreateAsync(TableClient table, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var key = new DataKey(ids.New(), RandomNumberGenerator.GetBytes(KeyText.KeyBytes));
        var row = new TableEntity(workspace.ToString(), key.Id.ToString("N"));
        Wrap(row, workspace, key, await keyEncryptionKeys.CurrentAsync(cancellationToken));
        await table.AddEntityAsync(row, cancellationToken);

        // The first instance to point at its key wins; the others' keys are never used.
        await table.TryAddAsync(new TableEntity(workspace.ToString(), CurrentRow) { ["KeyId"] = key.Id }, cancellationToken);
        return (await table.FindAsync(workspace.ToString(), CurrentRow, cancellationToken))!;
    }

    private static void Wrap(TableEntity row, WorkspaceId workspace, DataKey key, KeyEncryptionKey wrapping)
    {
        row["Wrapped"] = AesGcmBox.Seal(wrapping.Bytes.Span, key.Bytes, Binding(workspace, key.Id));
        row["WrappedBy"] = wrapping.Id;
    }

    private static byte[] Binding(WorkspaceId workspace, Guid id) => [.. workspace.Value.ToByteArray(), .. id.ToByteArray()];
}
