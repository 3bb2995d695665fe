using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Rows that are cleared away some time after they have served theirs.</summary>
public static class ExpiringRows
{
    /// <summary>The column by which rows are cleared. Nothing may depend on a row being gone right after that time.</summary>
    public const string ExpiresAt = "ExpiresAt";

    /// <param name="removed">What goes with a row.</param>
    /// <returns>How many rows were deleted.</returns>
    public static async Task<int> RemoveExpiredAsync(this TableClient table, DateTimeOffset now, Func<TableEntity, Task>? removed, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"ExpiresAt lt {now}"), cancellationToken: cancellationToken))
        {
            // A row that came back into use meanwhile stays.
            if (!await table.TryRemoveAsync(row, cancellationToken))
                continue;
            count++;
            if (removed is not null)
                await removed(row);
        }

        return count;
    }
}
