using System.Globalization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Tests.Platform;

public sealed class TableTests
{
    [Fact]
    public async Task Pages_hold_every_row_once_also_while_rows_are_added_in_front()
    {
        var table = await (await TestStorage.OpenAsync()).TableAsync("Rows", default);
        await table.UpsertAllAsync(Rows("p", 250), default);

        var seen = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = (await table.ReadPageAsync<TableEntity>("p", 100, cursor, default)).Value;
            seen.AddRange(page.Items.Select(row => row.RowKey));
            cursor = page.NextCursor;
            await table.AddEntityAsync(new TableEntity("p", $"!before{pages++}"));
        }
        while (cursor is not null);

        Assert.Equal(3, pages);
        Assert.Equal(Rows("p", 250).Select(row => row.RowKey), seen);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_has_no_next()
    {
        var table = await (await TestStorage.OpenAsync()).TableAsync("Rows", default);
        await table.UpsertAllAsync(Rows("p", 10), default);

        Assert.Null((await table.ReadPageAsync<TableEntity>("p", 10, null, default)).Value.NextCursor);
    }

    [Fact]
    public async Task A_cursor_does_not_open_another_partition()
    {
        var table = await (await TestStorage.OpenAsync()).TableAsync("Rows", default);
        await table.UpsertAllAsync(Rows("mine", 2), default);
        await table.UpsertAllAsync(Rows("theirs", 2), default);
        var theirs = (await table.ReadPageAsync<TableEntity>("theirs", 1, null, default)).Value;

        var page = await table.ReadPageAsync<TableEntity>("mine", 1, theirs.NextCursor, default);

        Assert.Equal("cursor_invalid", page.Error.Code);
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_counted()
    {
        var table = await (await TestStorage.OpenAsync()).TableAsync("Rows", default);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => table.ChangeAsync("p", "counter", Increment, default)));

        Assert.Equal(16, (await table.FindAsync("p", "counter", default))!.GetInt32("Count"));

        static TableEntity Increment(TableEntity? current)
        {
            current ??= new TableEntity("p", "counter");
            current["Count"] = (current.GetInt32("Count") ?? 0) + 1;
            return current;
        }
    }

    [Fact]
    public async Task A_row_that_was_changed_meanwhile_is_neither_replaced_nor_removed()
    {
        var table = await (await TestStorage.OpenAsync()).TableAsync("Rows", default);
        var row = new TableEntity("p", "row");
        Assert.True(await table.TryAddAsync(row, default));
        var stale = (await table.FindAsync("p", "row", default))!;
        Assert.True(await table.TryReplaceAsync(row, default));

        Assert.False(await table.TryReplaceAsync(stale, default));
        Assert.False(await table.TryRemoveAsync(stale, default));
        Assert.True(await table.TryRemoveAsync(row, default));
    }

    [Fact]
    public async Task A_large_record_survives_a_row_and_shrinks_again()
    {
        var table = await (await TestStorage.OpenAsync()).TableAsync("Rows", default);
        var large = Enumerable.Range(0, 10_000).Select(i => $"value {i} \"quoted\"").ToArray();
        var entity = new TableEntity("p", "large");
        entity.SetJson("Data", large);
        Assert.Null(EntityLimits.Check(entity));
        await table.AddEntityAsync(entity);

        var read = (await table.FindAsync("p", "large", default))!;
        Assert.Equal(large, read.GetJson<string[]>("Data"));
        read.SetJson("Data", new[] { "small" });
        Assert.True(await table.TryReplaceAsync(read, default));
        Assert.Equal(["small"], (await table.FindAsync("p", "large", default))!.GetJson<string[]>("Data")!);
    }

    [Theory]
    [InlineData(32 * 1024, 1, true)]
    [InlineData((32 * 1024) + 1, 1, false)]
    [InlineData(32 * 1024, 15, true)]
    [InlineData(32 * 1024, 16, false)]
    public void Azures_limits_are_held(int characters, int properties, bool fits)
    {
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < properties; i++)
            entity[$"Property{i}"] = new string('x', characters);

        var error = EntityLimits.Check(entity);

        Assert.Equal(fits, error is null);
        Assert.Equal(fits ? null : ErrorKind.TooLarge, error?.Kind);
    }

    private static IEnumerable<TableEntity> Rows(string partition, int count) =>
        Enumerable.Range(0, count).Select(i => new TableEntity(partition, i.ToString("D6", CultureInfo.InvariantCulture)));
}
