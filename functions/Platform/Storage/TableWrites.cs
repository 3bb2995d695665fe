using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

public static class TableWrites
{
    private const int Attempts = 30;
    private const int BatchRows = 100;
    private const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>The row, or null when there is none.</summary>
    public static async Task<TableEntity?> FindAsync(this TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds the row; false when one of that key is there already. Afterwards the entity has its ETag, good for the next write.</summary>
    public static async Task<bool> TryAddAsync(this TableClient table, TableEntity entity, CancellationToken cancellationToken)
    {
        try
        {
            var response = await table.AddEntityAsync(entity, cancellationToken);
            entity.ETag = response.Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Replaces the row as it was read or last written; false when someone else has changed or deleted it since.</summary>
    public static async Task<bool> TryReplaceAsync(this TableClient table, TableEntity entity, CancellationToken cancellationToken)
    {
        try
        {
            var response = await table.UpdateEntityAsync(entity, entity.ETag, TableUpdateMode.Replace, cancellationToken);
            entity.ETag = response.Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }
    }

    /// <summary>Reads, changes and writes a row, again from the start whenever someone else wrote in between.</summary>
    /// <param name="change">Gets the row (null when missing) and returns what to write, or null to leave all as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public static Task<TableEntity?> ChangeAsync(
        this TableClient table, string partition, string row, Func<TableEntity?, TableEntity?> change, CancellationToken cancellationToken) =>
        table.ChangeAsync(partition, row, current => ValueTask.FromResult(change(current)), cancellationToken);

    /// <inheritdoc cref="ChangeAsync(TableClient, string, string, Func{TableEntity?, TableEntity?}, CancellationToken)"/>
    public static async Task<TableEntity?> ChangeAsync(
        this TableClient table, string partition, string row, Func<TableEntity?, ValueTask<TableEntity?>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var current = await table.FindAsync(partition, row, cancellationToken);
            if (await change(current) is not { } changed)
                return null;
            var written = current is null
                ? await table.TryAddAsync(changed, cancellationToken)
                : await table.TryReplaceAsync(changed, cancellationToken);
            if (written)
                return changed;
            await Task.Delay(RandomNumberGenerator.GetInt32(5, 10 * Math.Min(attempt, 10)), cancellationToken);
        }

        throw new TimeoutException($"A row of table {table.Name} was changed by others in each of {Attempts} attempts.");
    }

    /// <summary>Deletes the row as it was read; false when someone else has changed or deleted it since.</summary>
    public static async Task<bool> TryRemoveAsync(this TableClient table, TableEntity entity, CancellationToken cancellationToken)
    {
        try
        {
            var response = await table.DeleteEntityAsync(entity, entity.ETag, cancellationToken);
            return response.Status != 404;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    /// <summary>Deletes the row; false when there was none.</summary>
    public static async Task<bool> RemoveAsync(this TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        var response = await table.DeleteEntityAsync(partition, row, ETag.All, cancellationToken);
        return response.Status != 404;
    }

    /// <summary>Upserts rows of one partition in groups within Azure's limits. Each group is written whole or not at all.</summary>
    public static async Task UpsertAllAsync(this TableClient table, IEnumerable<TableEntity> entities, CancellationToken cancellationToken)
    {
        var group = new List<TableTransactionAction>(BatchRows);
        var bytes = 0;
        foreach (var entity in entities)
        {
            var size = EntityLimits.Size(entity);
            if (group.Count == BatchRows || (group.Count > 0 && bytes + size > BatchBytes))
            {
                await table.SubmitTransactionAsync(group, cancellationToken);
                group.Clear();
                bytes = 0;
            }

            group.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity));
            bytes += size;
        }

        if (group.Count > 0)
            await table.SubmitTransactionAsync(group, cancellationToken);
    }
}
