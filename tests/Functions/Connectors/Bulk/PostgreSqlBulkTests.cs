using System.Diagnostics;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Tests.Connectors.Bulk;

/// <summary>What the binary COPY gives is what reading row by row gives.</summary>
public sealed class PostgreSqlBulkTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    private IBulkSource Source => (IBulkSource)database.Connector;

    public static TheoryData<string> Expressions { get; } = new(
        "1::smallint, (-2)::integer, 9223372036854775807::bigint, 4294967295::oid",
        "0.1::real, 1e308::float8, 'NaN'::float8, '-Infinity'::float8, -0.0::float8",
        "true, false, NULL::boolean",
        "0::numeric, 1.0::numeric, 1.00::numeric, -12345.6789::numeric, 0.0001::numeric(20,10), 10000::numeric, 1e20::numeric, 0.00001234::numeric, 99999999.99999999::numeric",
        "'NaN'::numeric, 'Infinity'::numeric, '-Infinity'::numeric, 1e30::numeric, 123456789012345678901234567890.123456789::numeric, 0.12345678901234567890123456789::numeric",
        "date '2024-02-29', date '0001-01-01', date '9999-12-31', date '10000-01-01', date '0044-03-15 BC', date 'infinity', date '-infinity', date '1970-01-01'",
        "time '00:00', time '23:59:59.999999', time '24:00'",
        "timestamp '2024-02-29 12:00:00.123456', timestamp '0001-01-01 00:00', timestamp '9999-12-31 23:59:59.999999', timestamp 'infinity', timestamp '1969-12-31 23:59:59.999999'",
        "timestamp '10000-01-01 00:00:00.5', timestamp '0001-12-31 23:59:59.000001 BC', timestamp '4713-01-01 00:00:00 BC'",
        "timestamptz '2024-02-29 12:00:00.123456+02', timestamptz '0001-01-01 00:00+00', timestamptz '-infinity', timestamptz '1969-12-31 23:59:59+00', timestamptz '12345-06-07 08:09:10.1+00'",
        "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
        "''::text, 'žluťoučký 🐎'::varchar(30), 'ab'::char(5), 'Name'::name, E'a\\nb'",
        """'{"a":  1}'::json, '{"b": [1, null], "a": "ž"}'::jsonb""",
        "'\\x00ff'::bytea, ''::bytea",
        "'happy'::mood, 'a@example.com'::email, NULL::mood, NULL::email",
        "NULL::bigint, NULL::text, NULL::numeric, NULL::timestamptz, NULL::uuid, NULL::bytea");

    [Theory]
    [MemberData(nameof(Expressions))]
    public async Task Values_are_those_that_reading_row_by_row_gives(string expressions)
    {
        // In UTC, as the binary form is; another zone gives the same instants with another offset.
        var sql = $"SELECT {string.Join(", ", expressions.Split(", ").Select((expression, at) => $"{expression} AS c{at}"))}";
        sql = expressions.Contains("json", StringComparison.Ordinal) ? $"SELECT {expressions}" : sql;

        await using var reader = await Source.OpenBulkAsync(database.Settings, database.Statement(sql), TimeSpan.FromSeconds(30), CancellationToken.None);
        var (columns, rows) = await ReadAsync(reader!);
        await using var slow = await database.Connector.ReadAsync(database.Settings, database.Statement(sql), ReadLimits.Default, CancellationToken.None);

        Assert.Equal(slow.Columns, columns);
        Assert.Equal(Print(await slow.ReadAsync(CancellationToken.None)), Print(Assert.Single(rows)));
    }

    [Fact]
    public async Task Many_rows_come_in_batches_as_large_as_asked_for()
    {
        await using var reader = await OpenAsync("SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE repeat('x', (i % 50)::int) END AS t FROM generate_series(1, 2500) AS i");
        var batch = new ColumnBatch(reader.Columns);
        var sizes = new List<int>();
        var sum = 0L;
        for (var more = true; more;)
        {
            batch.Clear();
            more = await reader.ReadAsync(batch, 1_000, long.MaxValue, CancellationToken.None);
            sizes.Add(batch.Rows);
            for (var row = 0; row < batch.Rows; row++)
            {
                var (number, text) = ((long)batch.Value(0, row)!, (string?)batch.Value(1, row));
                Assert.Equal(number % 3 == 0 ? null : new string('x', (int)(number % 50)), text);
                sum += number;
            }
        }

        Assert.Equal([1_000, 1_000, 500], sizes);
        Assert.Equal(2_500L * 2_501 / 2, sum);
    }

    [Fact]
    public async Task Large_values_end_a_batch_early_and_arrive_whole()
    {
        await using var reader = await OpenAsync("SELECT i, repeat('abcdefgh', 100000) AS t FROM generate_series(1, 6) AS i");
        var batch = new ColumnBatch(reader.Columns);

        Assert.True(await reader.ReadAsync(batch, 1_000, 1_500_000, CancellationToken.None));

        Assert.Equal(2, batch.Rows);
        Assert.Equal(800_000, ((string)batch.Value(1, 1)!).Length);
    }

    [Fact]
    public async Task A_value_beyond_all_measure_is_refused()
    {
        await using var reader = await OpenAsync("SELECT repeat('x', 17000000) AS t");

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => reader.ReadAsync(new ColumnBatch(reader.Columns), 1, 1, CancellationToken.None));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
    }

    [Theory]
    [InlineData("SELECT ARRAY[1, 2] AS a")]
    [InlineData("SELECT interval '1 day' AS a")]
    [InlineData("SELECT '10.0.0.1'::inet AS a")]
    [InlineData("SELECT timetz '12:00+02' AS a")]
    public async Task Types_that_only_the_database_can_print_are_read_row_by_row(string sql)
    {
        Assert.Null(await Source.OpenBulkAsync(database.Settings, database.Statement(sql), TimeSpan.FromSeconds(30), CancellationToken.None));

        await using var reader = await BulkReader.OpenAsync(database.Connector, database.Settings, database.Statement(sql), TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.Single((await ReadAsync(reader)).Rows);
    }

    [Theory]
    [InlineData("WITH n AS (SELECT 1 AS i) SELECT i FROM n ORDER BY i")]
    [InlineData("VALUES (1), (2)")]
    [InlineData("TABLE countries")]
    [InlineData("(SELECT 1 AS a) UNION ALL (SELECT 2)")]
    public async Task Any_query_can_be_copied(string sql)
    {
        await using var reader = await Source.OpenBulkAsync(database.Settings, SqlGuard.Check(sql, SqlDialect.PostgreSql).Value, TimeSpan.FromSeconds(30), CancellationToken.None);

        Assert.NotEmpty((await ReadAsync(reader!)).Rows);
    }

    [Fact]
    public async Task An_empty_result_has_columns()
    {
        await using var reader = await OpenAsync("SELECT code, name FROM countries WHERE false");
        var (columns, rows) = await ReadAsync(reader);

        Assert.Equal(["code", "name"], columns.Select(column => column.Name));
        Assert.Empty(rows);
    }

    [Theory]
    [InlineData("DELETE FROM orders RETURNING id")]
    [InlineData("SELECT nextval('counter')")]
    [InlineData("WITH gone AS (DELETE FROM orders RETURNING id) SELECT id FROM gone")]
    [InlineData("SELECT 1) TO STDOUT; DELETE FROM orders; COPY (SELECT 1")]
    public async Task Nothing_is_written(string sql)
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await using var reader = await BulkReader.OpenAsync(database.Connector, database.Settings, database.Statement(sql), TimeSpan.FromSeconds(30), CancellationToken.None);
            await ReadAsync(reader);
        });

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        await using var orders = await OpenAsync("SELECT count(*) FROM orders");
        Assert.Equal(3L, Assert.Single((await ReadAsync(orders)).Rows)[0]);
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_the_rows_is_told()
    {
        await using var reader = await OpenAsync("SELECT 1 / (5000 - i) AS q FROM generate_series(1, 10000) AS i");

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(reader));

        Assert.Equal((ConnectorFailure.StatementFailed, "division by zero"), (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task A_cancelled_read_stops_on_the_server()
    {
        using var cancellation = new CancellationTokenSource();
        const string marker = "bulk cancelled read";
        await using var reader = await OpenAsync($"SELECT /* {marker} */ generate_series(1, 10000000000) AS i");
        var batch = new ColumnBatch(reader.Columns);
        await reader.ReadAsync(batch, 1_000, long.MaxValue, cancellation.Token);

        var reading = reader.ReadAsync(batch, int.MaxValue, long.MaxValue, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await StoppedAsync(marker);
    }

    [Fact]
    public async Task A_reader_that_is_left_frees_the_server_and_the_connection()
    {
        const string marker = "bulk left reader";
        for (var time = 0; time < 25; time++)
        {
            await using var reader = await OpenAsync($"SELECT /* {marker} */ generate_series(1, 10000000000) AS i, repeat('x', 100) AS t");
            await reader.ReadAsync(new ColumnBatch(reader.Columns), 10, long.MaxValue, CancellationToken.None);
        }

        await StoppedAsync(marker);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_cancelled()
    {
        var started = Stopwatch.GetTimestamp();

        var failure = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await using var reader = await Source.OpenBulkAsync(
                database.Settings, database.Statement("SELECT count(*) FROM generate_series(1, 10000000000)"), TimeSpan.FromSeconds(0.5), CancellationToken.None);
            await ReadAsync(reader!);
        });

        Assert.Equal(ConnectorFailure.TimedOut, failure.Failure);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    private Task<string> StoppedAsync(string marker) => Eventually.ValueAsync(async () => await database.RunningAsync(marker) == 0 ? "stopped" : null);

    private async Task<BulkReader> OpenAsync(string sql) =>
        (await Source.OpenBulkAsync(database.Settings, database.Statement(sql), TimeSpan.FromSeconds(60), CancellationToken.None))!;

    private static async Task<(IReadOnlyList<ResultColumn> Columns, List<object?[]> Rows)> ReadAsync(BulkReader reader)
    {
        var batch = new ColumnBatch(reader.Columns);
        while (await reader.ReadAsync(batch, int.MaxValue, long.MaxValue, CancellationToken.None))
        {
        }

        return (reader.Columns, [.. Enumerable.Range(0, batch.Rows).Select(batch.Row)]);
    }

    /// <summary>With what equality does not see: digits of decimals, signs of zeros. The offset of an instant is the session's own business.</summary>
    private static string[] Print(object?[]? row) =>
    [
        .. row!.Select(value => value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            DateTimeOffset instant => instant.UtcDateTime.ToString("O"),
            DateTime or DateOnly or TimeOnly => $"{value:O}",
            _ => $"{value?.GetType().Name} {value}",
        }),
    ];
}
