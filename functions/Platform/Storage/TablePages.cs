using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Part of a list, and the cursor of the next part (null at the end).</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], NextCursor);
}

public static class Pages
{
    /// <summary>All of a list that is read from cursor to cursor and stays within some pages.</summary>
    public static async Task<Result<IReadOnlyList<T>>> AllAsync<T>(Func<string?, Task<Result<Page<T>>>> read)
    {
        var all = new List<T>();
        for (string? cursor = null; ;)
        {
            if (!(await read(cursor)).Succeeded(out var page, out var refusal))
                return refusal;
            all.AddRange(page.Items);
            if ((cursor = page.NextCursor) is null)
                return all;
        }
    }
}

public static class TablePages
{
    /// <summary>Reads one page of a partition in key order, from where the cursor ends.</summary>
    /// <param name="cursor">What an earlier page gave as <see cref="Page{T}.NextCursor"/>; null for the first page.</param>
    /// <param name="filter">Further OData condition, made with <see cref="TableClient.CreateQueryFilter(FormattableString)"/>.</param>
    public static async Task<Result<Page<T>>> ReadPageAsync<T>(
        this TableClient table, string partition, int limit, string? cursor, CancellationToken cancellationToken, string? filter = null)
        where T : class, ITableEntity
    {
        var list = $"{table.Name}\n{partition}\n{filter}";
        var condition = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        if (cursor is not null)
        {
            if (!PageCursor.Decode(list, cursor).Succeeded(out var after, out var error))
                return error;
            condition += " and " + TableClient.CreateQueryFilter($"RowKey gt {after}");
        }

        if (filter is not null)
            condition += $" and ({filter})";
        return await TakeAsync(table.QueryAsync<T>(condition, Math.Min(limit + 1, 1000), null, cancellationToken), list, limit);
    }

    private static async Task<Page<T>> TakeAsync<T>(IAsyncEnumerable<T> rows, string list, int limit)
        where T : class, ITableEntity
    {
        var items = new List<T>(limit);
        await foreach (var row in rows)
        {
            // One row more than asked for tells that there is a next page.
            if (items.Count == limit)
                return new Page<T>(items, PageCursor.Encode(list, items[^1].RowKey));
            items.Add(row);
        }

        return new Page<T>(items, null);
    }
}
