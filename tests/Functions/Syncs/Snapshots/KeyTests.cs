using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class KeyTests
{
    [Fact]
    public async Task Rows_without_a_key_or_with_one_of_another_row_are_counted_and_listed_and_not_sent()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (2, 'Bert', 41), (NULL, 'Nil', 0), (NULL, 'Nol', 0)");

        var run = await scenario.SyncAsync();
        var records = await run.RecordsAsync(new RunRecordQuery(0, 10) { Status = RecordStatus.Rejected });

        Assert.Equal(["Added 1 Ann 30", "Added 3 Cid 50"], await run.RowsAsync());
        Assert.Equal((2, 2), (run.Changes.DuplicateKeys, run.Changes.NullKeys));
        Assert.Equal(
            ["primary_key_duplicate 2 Bert 41", "primary_key_duplicate 2 Bob 40", "primary_key_null - Nil 0", "primary_key_null - Nol 0"],
            records.Records.Select(record => record.Code + ScenarioRun.Print(record.Change, record.Values)).Order());
        Assert.Equal(4, records.Total);
    }

    [Fact]
    public async Task They_are_refused_in_every_run_until_they_are_put_right()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (2, 'Bert', 41), (NULL, 'Nil', 0)");
        await scenario.SyncAsync();

        var second = await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE name = 'Bob'", "UPDATE people SET id = 9 WHERE name = 'Nil'");
        var third = await scenario.SyncAsync();

        Assert.Equal((0, 2, 1, 2), (second.Changes.Total, second.Changes.DuplicateKeys, second.Changes.NullKeys, second.Changes.Unchanged));
        Assert.Equal(["Added 2 Bert 41", "Added 9 Nil 0"], await third.RowsAsync());
    }

    [Fact]
    public async Task A_delivered_row_whose_key_got_a_double_is_neither_changed_nor_removed()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (2, 'Bert', 41)");

        var doubled = await scenario.SyncAsync(request => request with { DetectRemovals = true });
        await scenario.SourceAsync("DELETE FROM people WHERE name = 'Bert'");
        var single = await scenario.SyncAsync(request => request with { DetectRemovals = true });

        Assert.Equal((0, 2), (doubled.Changes.Total, doubled.Changes.DuplicateKeys));
        Assert.Equal((0, 3), (single.Changes.Total, single.Changes.Unchanged));
    }

    [Fact]
    public async Task Doubles_in_different_parts_are_found()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 45);
        await scenario.AddManyAsync(3, 1);

        var run = await scenario.RunAsync();

        Assert.Equal((2, 44), (run.Changes.DuplicateKeys, run.Changes.Added));
    }

    [Fact]
    public async Task A_key_of_several_columns_is_as_a_whole()
    {
        using var scenario = await SnapshotScenario.StartAsync(people: ["(1, 'a', 1)", "(1, 'b', 1)", "(2, 'a', 1)", "(3, NULL, 1)"]);

        var first = await scenario.SyncAsync(key: ["name", "id"]);
        await scenario.SourceAsync("DELETE FROM people WHERE id = 1 AND name = 'b'");
        var second = await scenario.SyncAsync(request => request with { DetectRemovals = true }, key: ["name", "id"]);

        Assert.Equal((3, 1), (first.Changes.Added, first.Changes.NullKeys));
        Assert.Equal(["Removed 1 b -"], await second.RowsAsync());
    }

    [Fact]
    public async Task Another_key_begins_anew()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();

        Assert.Equal(3, (await scenario.RunAsync(key: ["name"])).Changes.Added);
    }
}
