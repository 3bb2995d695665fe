using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

/// <summary>Reads that find only the rows that a cursor has not passed; here the age.</summary>
public sealed class CursorReadTests
{
    [Fact]
    public async Task Rows_that_were_not_read_are_as_they_were()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync(Unseen);
        await scenario.SourceAsync("UPDATE people SET age = 61 WHERE id = 2", "INSERT INTO people VALUES (4, 'Dee', 60)");

        var run = await scenario.SyncAsync(Unseen, "age >= 50");

        Assert.Equal(["Changed 2 Bob 61", "Added 4 Dee 60"], await run.RowsAsync());
        Assert.Equal((1, 4), (run.Changes.Unchanged, scenario.Accepted!.Rows));
        Assert.Equal(0, (await scenario.RunAsync()).Changes.Total);
    }

    [Fact]
    public async Task A_row_that_was_not_delivered_is_tried_again_though_it_is_not_read_again()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var first = await scenario.RunAsync(Unseen);
        await first.DeliverButAsync(1, 2);
        await first.CommitAsync();

        var second = await scenario.RunAsync(Unseen, "age >= 50");
        await second.DeliverButAsync(2);
        await second.CommitAsync();
        var third = await scenario.SyncAsync(Unseen, "age >= 50");
        var fourth = await scenario.SyncAsync(Unseen, "age >= 50");

        Assert.Equal(["Added 1 Ann 30", "Added 2 Bob 40"], await second.RowsAsync());
        Assert.Equal(["Added 2 Bob 40"], await third.RowsAsync());
        Assert.Equal(0, fourth.Changes.Total);
        Assert.Equal(scenario.Accepted, fourth.Request.Accepted);
    }

    [Fact]
    public async Task A_newer_version_of_it_takes_its_place()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var first = await scenario.RunAsync(Unseen);
        await first.DeliverButAsync(2);
        await first.CommitAsync();
        await scenario.SourceAsync("UPDATE people SET age = 51 WHERE id = 2");

        var second = await scenario.SyncAsync(Unseen, "age >= 50");

        Assert.Equal(["Added 2 Bob 51"], await second.RowsAsync());
        Assert.Equal(0, (await scenario.SyncAsync(Unseen, "age >= 60")).Changes.Total);
    }

    [Fact]
    public async Task Rows_are_tried_again_even_when_none_was_ever_accepted()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var first = await scenario.RunAsync(Unseen);
        await first.DeliverAsync(_ => "no");
        await first.CommitAsync();

        var second = await scenario.RunAsync(Unseen, "false");

        Assert.Equal(3, second.Changes.Added);
        Assert.Equal(0, scenario.Accepted!.Rows);
    }

    [Fact]
    public async Task Doubles_are_refused_until_a_newer_row_of_that_key_is_read()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (2, 'Bert', 41)");
        await scenario.SyncAsync(Unseen);

        var second = await scenario.SyncAsync(Unseen, "age >= 60");
        await scenario.SourceAsync("DELETE FROM people WHERE name = 'Bert'", "UPDATE people SET age = 60 WHERE id = 2");
        var third = await scenario.SyncAsync(Unseen, "age >= 60");

        Assert.Equal((0, 2), (second.Changes.Total, second.Changes.DuplicateKeys));
        Assert.Equal(["Added 2 Bob 60"], await third.RowsAsync());
        Assert.Equal((0, 0), (third.Changes.DuplicateKeys, (await scenario.RunAsync(Unseen, "false")).Changes.DuplicateKeys));
    }

    [Fact]
    public async Task A_retry_leaves_the_other_waiting_rows_waiting()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var first = await scenario.RunAsync(Unseen, "age < 50");
        await first.DeliverButAsync(1);
        await first.CommitAsync();
        var second = await scenario.RunAsync(request => Unseen(request) with { OnlyRejectedOf = scenario.NewRun().RunId }, "age >= 50");
        await second.DeliverAsync();
        await second.CommitAsync();

        var third = await scenario.SyncAsync(request => Unseen(request) with { OnlyRejectedOf = first.Files.RunId }, "false");

        Assert.Equal(0, second.Changes.Total);
        Assert.Equal(["Added 1 Ann 30"], await third.RowsAsync());
        Assert.Equal(0, (await scenario.RunAsync(Unseen, "false")).Changes.Total);
    }

    private static CompareRequest Unseen(CompareRequest request) => request with { KeepUnseen = true };
}
