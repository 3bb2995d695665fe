using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Syncs.Snapshots;
using FunctionsPlatform.Tests.Connectors;
using FunctionsPlatform.Tests.Platform;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class PostgreSqlSourceTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    private static readonly Ids Ids = new(TimeProvider.System);

    [Fact]
    public async Task Values_that_fit_no_type_arrive_unharmed_and_are_unchanged_next_time()
    {
        await database.ExecuteAsync(
            "CREATE TABLE odd (id numeric PRIMARY KEY, d date, ts timestamptz, n numeric, t time)",
            "INSERT INTO odd VALUES (1.0, 'infinity', '-infinity', 'NaN', '24:00'), (123456789012345678901234567890, '0044-03-15 BC', '2024-01-02 03:04:05.123456+00', 1.2300, '01:02'), (3, NULL, NULL, NULL, NULL)");
        using var machine = new Machine(await TestStorage.OpenAsync(), Directory.CreateTempSubdirectory("scratch-").FullName, 2);

        var (first, firstRows) = await RunAsync(machine, "SELECT * FROM odd ORDER BY d, id", null);
        await database.ExecuteAsync("UPDATE odd SET n = 1.23 WHERE n = 1.23", "UPDATE odd SET d = '-infinity' WHERE id = 1", "UPDATE odd SET id = 1.000 WHERE id = 1");
        var (_, secondRows) = await RunAsync(machine, "SELECT * FROM odd ORDER BY d, id", first);

        Assert.Equal(
            [
                ["123456789012345678901234567890", "0044-03-15 BC", new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(123_456), 1.2300m, new TimeOnly(1, 2)],
                [1.0m, "infinity", "-infinity", "NaN", "24:00:00"],
                [3m, null, null, null, null],
            ],
            firstRows);
        Assert.Equal("1.2300", firstRows[0][3]!.ToString());
        Assert.Equal([[1.000m, "-infinity", "-infinity", "NaN", "24:00:00"]], secondRows);
    }

    [Fact]
    public async Task A_column_that_the_database_must_print_is_read_as_text()
    {
        using var machine = new Machine(await TestStorage.OpenAsync(), Directory.CreateTempSubdirectory("scratch-").FullName, 2);

        var (_, rows) = await RunAsync(machine, "SELECT i AS id, ARRAY[i, NULL] AS a, interval '1 day' AS v FROM generate_series(1, 3) AS i", null);

        Assert.Equal([[1L, "{1,NULL}", "1 day"], [2L, "{2,NULL}", "1 day"], [3L, "{3,NULL}", "1 day"]], rows);
    }

    [Fact]
    public async Task Progress_is_told_while_rows_are_read_and_a_cancelled_read_ends()
    {
        using var machine = new Machine(await TestStorage.OpenAsync(), Directory.CreateTempSubdirectory("scratch-").FullName, 1_000);
        using var cancellation = new CancellationTokenSource();
        var told = new List<long>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => machine.Get<SourceExtracts>().ExtractAsync(
            NewRun(), Request("SELECT generate_series(1, 10000000000) AS id"), new Told(rows =>
            {
                told.Add(rows);
                if (rows >= 5_000)
                    cancellation.Cancel();
            }), cancellation.Token));

        Assert.Equal([1_000, 2_000, 3_000, 4_000, 5_000], told);
    }

    [Fact]
    public async Task A_statement_that_fails_fails_the_extract()
    {
        using var machine = new Machine(await TestStorage.OpenAsync(), Directory.CreateTempSubdirectory("scratch-").FullName, 1_000);

        var lost = await Assert.ThrowsAsync<ConnectorException>(() => machine.Get<SourceExtracts>().ExtractAsync(NewRun(), Request("SELECT lost AS id FROM orders"), null, CancellationToken.None));
        var late = await Assert.ThrowsAsync<ConnectorException>(() => machine.Get<SourceExtracts>().ExtractAsync(
            NewRun(), Request("SELECT 1 / (5000 - i) AS id FROM generate_series(1, 10000) AS i"), null, CancellationToken.None));

        Assert.Contains("lost", lost.Message, StringComparison.Ordinal);
        Assert.Equal("division by zero", late.Message);
    }

    private async Task<(SnapshotRef? Accepted, List<object?[]> Rows)> RunAsync(Machine machine, string sql, SnapshotRef? accepted)
    {
        var run = NewRun();
        var extract = await machine.Get<SourceExtracts>().ExtractAsync(run, Request(sql), null, CancellationToken.None);
        var request = new CompareRequest(extract, accepted, "mapping");
        var changes = await machine.Get<SnapshotComparison>().CompareAsync(run, request, CancellationToken.None);
        var rows = new List<object?[]>();
        foreach (var chunk in changes.Chunks)
        {
            await using var reader = await machine.Get<ChangeChunks>().OpenAsync(run, chunk.Number, CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None) is { } row)
                rows.Add(row.Values);
            await machine.Get<ChunkOutcomes>().WriteAsync(run, chunk.Number, new ChunkOutcome([], null), CancellationToken.None);
        }

        return (await machine.Get<SnapshotCommit>().CommitAsync(run, request, CancellationToken.None), rows);
    }

    private readonly RunFiles _sync = new(new WorkspaceId(Ids.New()), Ids.New(), Guid.Empty);

    private RunFiles NewRun() => _sync with { RunId = Ids.New() };

    private ExtractRequest Request(string sql) => new(
        new OpenConnection(new Connection(Ids.New(), _sync.Workspace, "postgresql", "shop", "shop", TimeProvider.System.GetUtcNow()), database.Connector, database.Settings),
        SqlGuard.Check(sql, SqlDialect.PostgreSql).Value,
        ["id"]);

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
