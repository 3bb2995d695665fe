using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class ChunkTests
{
    [Fact]
    public async Task Chunks_have_a_limited_number_of_rows_and_one_sort_of_change_each()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 60);
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id <= 15", "UPDATE people SET age = 0 WHERE id > 45");
        await scenario.AddManyAsync(101, 25);

        var run = await scenario.RunAsync(request => request with { DetectRemovals = true });

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], run.Changes.Chunks.Select(chunk => chunk.Number));
        Assert.Equal(
            ["Removed 10", "Removed 5", "Changed 10", "Changed 5", "Added 10", "Added 10", "Added 5"],
            run.Changes.Chunks.Select(chunk => $"{(chunk.Removed > 0 ? "Removed" : chunk.Changed > 0 ? "Changed" : "Added")} {chunk.Rows}"));
        Assert.Equal((25, 15, 15), (run.Changes.Added, run.Changes.Changed, run.Changes.Removed));
        Assert.Equal(55, (await run.RowsAsync()).Distinct().Count());
    }

    [Fact]
    public async Task A_first_delivery_sends_what_was_read_without_copying_it()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 35);

        var run = await scenario.RunAsync();

        Assert.Equal([10, 10, 10, 5], run.Changes.Chunks.Select(chunk => chunk.Added));
        Assert.Equal(run.Request.Extract.Parts.Select(part => (long)part.Rows), run.Changes.Chunks.Select(chunk => chunk.Added));
        Assert.DoesNotContain(await BlobsAsync(scenario, run), name => name.Contains("added", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_kept_on_this_machine_is_stored_when_it_is_to_be_sent()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 35);

        var run = await scenario.RunAsync(isLocal: true);
        scenario.Restart();

        Assert.Equal(35, (await run.RowsAsync()).Length);
    }

    [Fact]
    public async Task Wide_rows_make_small_chunks()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 100, people: []);
        await scenario.SourceAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO people SELECT i, printf('%.*c', 2000000, 'x'), i FROM n");

        var run = await scenario.RunAsync();

        Assert.InRange(run.Changes.Chunks.Count, 2, 4);
        Assert.Equal(20, run.Changes.Added);
    }

    [Fact]
    public async Task The_same_comparison_again_gives_the_same_chunks()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 60);
        await scenario.SyncAsync();
        await scenario.SourceAsync("DELETE FROM people WHERE id % 7 = 0", "UPDATE people SET age = 0 WHERE id % 5 = 0");
        await scenario.AddManyAsync(101, 25);

        var run = await scenario.RunAsync(request => request with { DetectRemovals = true });
        var rows = await run.RowsAsync();
        await scenario.Machine.Get<SyncFiles>().RemoveAsync(run.Files.Changes, CancellationToken.None);
        var again = await ScenarioRun.CompareAsync(scenario, run.Files, run.Request);

        Assert.Equal(rows, await again.RowsAsync());
        Assert.Equal(run.Changes.Chunks, again.Changes.Chunks);
    }

    private static async Task<List<string>> BlobsAsync(SnapshotScenario scenario, ScenarioRun run)
    {
        var names = new List<string>();
        await foreach (var (name, _) in scenario.Machine.Get<SyncFiles>().ListAsync(run.Files.Folder, CancellationToken.None))
            names.Add(name);
        return names;
    }
}
