namespace FunctionsPlatform.Tests.Syncs.Snapshots;

/// <summary>A row that did not arrive comes up again, changed or not.</summary>
public sealed class RejectedRowTests
{
    [Fact]
    public async Task A_rejected_new_row_is_new_again()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var run = await scenario.RunAsync();
        await run.DeliverButAsync(2);
        await run.CommitAsync();

        Assert.Equal(2, scenario.Accepted!.Rows);
        Assert.Equal(["Added 2 Bob 40"], await (await scenario.RunAsync()).RowsAsync());
    }

    [Fact]
    public async Task A_rejected_change_is_a_change_again_and_none_when_it_is_taken_back()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0");
        var run = await scenario.RunAsync();
        await run.DeliverButAsync(2);
        await run.CommitAsync();

        var again = await scenario.RunAsync();
        await scenario.SourceAsync("UPDATE people SET age = 40 WHERE id = 2");
        var takenBack = await scenario.RunAsync();

        Assert.Equal(["Changed 2 Bob 0"], await again.RowsAsync());
        Assert.Equal(0, takenBack.Changes.Total);
    }

    [Fact]
    public async Task A_change_that_may_have_arrived_is_one_even_when_it_is_taken_back()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0 WHERE id = 2");
        var run = await scenario.RunAsync();
        await run.DeliverAsync(_ => "unknown");
        await run.CommitAsync();
        await scenario.SourceAsync("UPDATE people SET age = 40 WHERE id = 2");

        Assert.Equal(["Changed 2 Bob 40"], await (await scenario.RunAsync()).RowsAsync());
    }

    [Fact]
    public async Task A_removal_that_may_have_arrived_is_not_tried_again_and_a_row_that_came_back_is_sent()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id = 2");
        var run = await scenario.RunAsync(request => request with { DetectRemovals = true });
        await run.DeliverAsync(_ => "unknown");
        await run.CommitAsync();

        var again = await scenario.RunAsync(request => request with { DetectRemovals = true });
        await scenario.SourceAsync("INSERT INTO people VALUES (2, 'Bob', 40)");
        var back = await scenario.RunAsync(request => request with { DetectRemovals = true });

        Assert.Empty(await again.RowsAsync());
        Assert.Equal(["Added 2 Bob 40"], await back.RowsAsync());
    }

    [Fact]
    public async Task A_rejected_removal_is_one_again()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id <> 1");
        var run = await scenario.RunAsync(request => request with { DetectRemovals = true });
        await run.DeliverButAsync(2);
        await run.CommitAsync();

        Assert.Equal(["Removed 2 - -"], await (await scenario.RunAsync(request => request with { DetectRemovals = true })).RowsAsync());
    }

    [Fact]
    public async Task An_unchanged_row_that_was_rejected_when_everything_was_sent_is_a_change()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        var run = await scenario.RunAsync(request => request with { SendEverything = true });
        await run.DeliverButAsync(2);
        await run.CommitAsync();

        Assert.Equal(["Changed 2 Bob 40"], await (await scenario.RunAsync()).RowsAsync());
    }

    [Fact]
    public async Task Rows_that_were_never_sent_are_sent_next_time()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 25);
        var run = await scenario.RunAsync();
        await run.DeliverAsync(sent: 4);
        await run.CommitAsync();

        var next = await scenario.RunAsync();

        Assert.Equal(12, scenario.Accepted!.Rows);
        Assert.Equal((13, 12), (next.Changes.Added, next.Changes.Unchanged));
    }

    [Fact]
    public async Task A_chunk_without_an_outcome_was_not_sent()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var run = await scenario.RunAsync();

        Assert.Null(await run.CommitAsync());
        Assert.Equal(3, (await scenario.RunAsync()).Changes.Added);
    }

    [Fact]
    public async Task A_retry_sends_what_one_run_could_not_deliver_and_nothing_else()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SourceAsync("INSERT INTO people VALUES (7, 'Ida', 1), (7, 'Ina', 1)");
        var run = await scenario.RunAsync();
        await run.DeliverButAsync(2);
        await run.CommitAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0 WHERE id IN (1, 2)", "INSERT INTO people VALUES (4, 'Dee', 60)", "DELETE FROM people WHERE name = 'Ina'");

        var retry = await scenario.SyncAsync(request => request with { OnlyRejectedOf = run.Files.RunId });
        var next = await scenario.RunAsync();

        Assert.Equal(["Added 2 Bob 0", "Added 7 Ida 1"], await retry.RowsAsync());
        Assert.Equal(["Changed 1 Ann 0", "Added 4 Dee 60"], await next.RowsAsync());
    }
}
