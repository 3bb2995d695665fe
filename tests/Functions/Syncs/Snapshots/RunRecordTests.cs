using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class RunRecordTests
{
    [Fact]
    public async Task A_run_that_was_not_compared_has_none()
    {
        using var scenario = await SnapshotScenario.StartAsync();

        var page = await scenario.Machine.Get<RunRecords>().ListAsync(scenario.NewRun(), new RunRecordQuery(0, 10), CancellationToken.None);

        Assert.Equal((0, 0), (page.Total, page.Records.Count));
    }

    [Fact]
    public async Task Rows_are_pending_until_their_chunk_is_finished()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var run = await scenario.RunAsync();

        var page = await run.RecordsAsync(new RunRecordQuery(1, 1));

        Assert.Equal(3, page.Total);
        Assert.Equal(["id", "name", "age"], page.Columns.Select(column => column.Name));
        var record = Assert.Single(page.Records);
        Assert.Equal((1L, RowChange.Added, RecordStatus.Pending, "Bob"), (record.Number, record.Change, record.Status, record.Values[1]));
    }

    [Fact]
    public async Task Pages_go_over_chunks_and_filters_count_what_they_find()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 35);
        await scenario.SourceAsync("INSERT INTO people VALUES (NULL, 'Nil', 0)");
        var run = await scenario.RunAsync();
        await run.DeliverAsync(row => (long)row[0]! % 10 == 3 ? "bad" : (long)row[0]! % 10 == 4 ? "unknown" : null, sent: 8);

        Assert.Equal(["0 1", "1 2"], await NumbersAsync(run, new RunRecordQuery(0, 2)));
        Assert.Equal(["9 10", "10 11", "11 12"], await NumbersAsync(run, new RunRecordQuery(9, 3)));
        Assert.Equal(["12 13", "22 23", "32 33", "35 -"], await NumbersAsync(run, new RunRecordQuery(1, 10) { Status = RecordStatus.Rejected }));
        Assert.Equal(["23 24"], await NumbersAsync(run, new RunRecordQuery(2, 1) { Status = RecordStatus.Unknown }));
        Assert.Equal(5, (await run.RecordsAsync(new RunRecordQuery(0, 0) { Status = RecordStatus.Rejected })).Total);
        Assert.Equal(6, (await run.RecordsAsync(new RunRecordQuery(0, 0) { Status = RecordStatus.NotSent })).Total);
        Assert.Equal(21, (await run.RecordsAsync(new RunRecordQuery(0, 0) { Status = RecordStatus.Accepted })).Total);
        Assert.Equal((36, 35), ((await run.RecordsAsync(new RunRecordQuery(0, 0))).Total, (await run.RecordsAsync(new RunRecordQuery(0, 0) { Change = RowChange.Added })).Total));
        Assert.Empty(await NumbersAsync(run, new RunRecordQuery(36, 5)));

        var record = await scenario.Machine.Get<RunRecords>().FindAsync(run.Files, 2, CancellationToken.None);
        Assert.Equal((RecordStatus.Rejected, "bad", "It is bad."), (record!.Status, record.Code, record.Message));
    }

    private static async Task<string[]> NumbersAsync(ScenarioRun run, RunRecordQuery query) =>
        [.. (await run.RecordsAsync(query)).Records.Select(record => $"{record.Number} {record.Values[0] ?? "-"}")];
}
