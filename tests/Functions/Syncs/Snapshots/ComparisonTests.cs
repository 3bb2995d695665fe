using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class ComparisonTests
{
    [Fact]
    public async Task A_first_run_adds_every_row_and_the_next_finds_nothing_to_do()
    {
        using var scenario = await SnapshotScenario.StartAsync();

        var first = await scenario.SyncAsync();
        var second = await scenario.SyncAsync();

        Assert.Equal(["Added 1 Ann 30", "Added 2 Bob 40", "Added 3 Cid 50"], await first.RowsAsync());
        Assert.Equal(3, first.Changes.Added);
        Assert.Equal(new Changes(0, 0, 0, 3, 0, 0, []), second.Changes with { Chunks = [] });
        Assert.Empty(second.Changes.Chunks);
        Assert.Equal(new SnapshotRef(first.Files.RunId, 3, "mapping 1"), scenario.Accepted);
    }

    [Fact]
    public async Task New_changed_and_gone_rows_are_told_apart()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 31 WHERE id = 1", "DELETE FROM people WHERE id = 2", "INSERT INTO people VALUES (4, 'Dee', 60)");

        var run = await scenario.SyncAsync(request => request with { DetectRemovals = true });
        var after = await scenario.SyncAsync(request => request with { DetectRemovals = true });

        Assert.Equal(["Removed 2 - -", "Changed 1 Ann 31", "Added 4 Dee 60"], await run.RowsAsync());
        Assert.Equal((1, 1, 1, 1), (run.Changes.Added, run.Changes.Changed, run.Changes.Removed, run.Changes.Unchanged));
        Assert.Single(run.Changes.Chunks);
        Assert.Equal(0, after.Changes.Total);
        Assert.Equal(3, scenario.Accepted!.Rows);
    }

    [Fact]
    public async Task A_row_that_is_gone_is_left_alone_unless_removals_are_wanted()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id = 2");

        var left = await scenario.SyncAsync();
        var removed = await scenario.RunAsync(request => request with { DetectRemovals = true });

        Assert.Equal(0, left.Changes.Total);
        Assert.Equal(["Removed 2 - -"], await removed.RowsAsync());
    }

    [Fact]
    public async Task A_row_that_came_back_is_a_new_one()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id = 2");
        await scenario.SyncAsync(request => request with { DetectRemovals = true });
        await scenario.SourceAsync("INSERT INTO people VALUES (2, 'Bob', 40)");

        Assert.Equal(["Added 2 Bob 40"], await (await scenario.RunAsync()).RowsAsync());
    }

    [Theory]
    [InlineData("name = NULL", "Changed 1 - 30")]
    [InlineData("name = ''", "Changed 1  30")]
    [InlineData("age = NULL", "Changed 1 Ann -")]
    [InlineData("name = 'ann'", "Changed 1 ann 30")]
    public async Task Any_difference_is_a_change(string change, string expected)
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync($"UPDATE people SET {change} WHERE id = 1");

        Assert.Equal([expected], await (await scenario.RunAsync()).RowsAsync());
    }

    [Fact]
    public async Task Null_and_an_empty_text_are_not_the_same()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SourceAsync("UPDATE people SET name = '' WHERE id = 1");
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET name = NULL WHERE id = 1");

        Assert.Equal(["Changed 1 - 30"], await (await scenario.RunAsync()).RowsAsync());
    }

    [Fact]
    public async Task Values_that_change_places_are_a_change()
    {
        using var scenario = await SnapshotScenario.StartAsync(people: ["(1, 'ab', NULL)", "(2, 'a', NULL)"]);
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET id = 3 - id");

        Assert.Equal(2, (await scenario.RunAsync()).Changes.Changed);
    }

    [Fact]
    public async Task Another_mapping_makes_every_row_changed()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (4, 'Dee', 60)", "DELETE FROM people WHERE id = 3");

        var run = await scenario.SyncAsync(request => request with { Fingerprint = "mapping 2" });
        var after = await scenario.RunAsync(request => request with { Fingerprint = "mapping 2" });

        Assert.Equal(["Changed 1 Ann 30", "Changed 2 Bob 40", "Added 4 Dee 60"], await run.RowsAsync());
        Assert.Equal(0, after.Changes.Total);
        Assert.Equal("mapping 2", scenario.Accepted!.Fingerprint);
    }

    [Fact]
    public async Task Rows_that_another_mapping_did_not_reach_come_up_until_it_does()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        var run = await scenario.RunAsync(request => request with { Fingerprint = "mapping 2" });
        await run.DeliverButAsync(2);
        await run.CommitAsync();

        Assert.Equal(["Changed 2 Bob 40"], await (await scenario.RunAsync(request => request with { Fingerprint = "mapping 2" })).RowsAsync());
    }

    [Fact]
    public async Task A_column_more_makes_every_row_changed()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 'old'"); // another kind of column

        Assert.Equal(3, (await scenario.RunAsync()).Changes.Changed);
    }

    [Fact]
    public async Task Everything_can_be_sent_again()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (4, 'Dee', 60)");

        var run = await scenario.SyncAsync(request => request with { SendEverything = true });

        Assert.Equal(["Changed 1 Ann 30", "Changed 2 Bob 40", "Changed 3 Cid 50", "Added 4 Dee 60"], await run.RowsAsync());
        Assert.Equal(0, (await scenario.RunAsync()).Changes.Total);
    }

    [Fact]
    public async Task An_empty_source_is_a_source()
    {
        using var scenario = await SnapshotScenario.StartAsync(people: []);

        var first = await scenario.SyncAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (1, 'Ann', 30)");
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people");
        var emptied = await scenario.SyncAsync(request => request with { DetectRemovals = true });

        Assert.Equal((0, 0), (first.Changes.Total, first.Changes.Chunks.Count));
        Assert.Equal(["Removed 1 - -"], await emptied.RowsAsync());
        Assert.Equal(0, scenario.Accepted!.Rows);
    }

    [Fact]
    public async Task A_row_without_a_key_is_told_apart_by_all_of_its_values_and_their_number()
    {
        using var scenario = await SnapshotScenario.StartAsync(people: ["(1, 'Ann', 30)", "(1, 'Ann', 30)", "(2, 'Bob', NULL)"]);

        var first = await scenario.SyncAsync(key: []);
        var second = await scenario.SyncAsync(key: []);
        await scenario.SourceAsync("INSERT INTO people VALUES (1, 'Ann', 30), (2, 'Bob', 41)");
        var third = await scenario.SyncAsync(key: []);

        Assert.Equal(3, first.Changes.Added);
        Assert.Equal((0, 3), (second.Changes.Total, second.Changes.Unchanged));
        Assert.Equal(["Added 1 Ann 30", "Added 2 Bob 41"], await third.RowsAsync());
        Assert.Equal(0, (await scenario.RunAsync(key: [])).Changes.Total);
    }

    [Fact]
    public async Task Samples_show_rows_of_each_change()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 2);
        await scenario.AddManyAsync(10, 5);
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id >= 10", "UPDATE people SET age = 0");
        await scenario.AddManyAsync(20, 5);

        var run = await scenario.RunAsync(request => request with { DetectRemovals = true });
        var samples = await scenario.Machine.Get<SnapshotComparison>().SampleAsync(run.Files, 2, CancellationToken.None);

        Assert.Equal(2, samples.Added.Count);
        Assert.All(samples.Added, row => Assert.InRange((long)row[0]!, 20, 24));
        Assert.Equal(["Changed 1 Ann 0", "Changed 2 Bob 0"], samples.Changed.Select(row => ScenarioRun.Print(RowChange.Changed, row)));
        Assert.Equal(2, samples.Removed.Count);
    }
}
