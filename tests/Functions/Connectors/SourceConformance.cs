using System.Diagnostics;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>What every connector must do. Each connector's test class inherits it.</summary>
public abstract class SourceConformance(SourceDatabase database)
{
    protected static readonly ReadLimits Limits = new(TimeSpan.FromSeconds(20), 1_000_000);

    protected SourceDatabase Database => database;

    private IConnector Connector => database.Connector;

    [SkippableFact]
    public void Settings_without_a_database_are_refused_and_good_ones_are_not()
    {
        Assert.Empty(Connector.Validate(database.Settings));
        Assert.Contains(Connector.Validate(database.Settings with { Database = " " }), error => error.Path == "database");
    }

    [SkippableFact]
    public async Task A_check_tells_what_answered()
    {
        var server = await Connector.CheckAsync(database.Settings, CancellationToken.None);

        Assert.Matches(@"\d+\.\d+", server.Version);
        Assert.True(server.Latency > TimeSpan.Zero);
    }

    [SkippableFact]
    public async Task A_wrong_password_is_access_denied_and_no_message_holds_it()
    {
        Skip.If(database.WrongPassword is null, "A file has no password.");

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Connector.CheckAsync(database.WrongPassword!, CancellationToken.None));

        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
        Assert.DoesNotContain(database.WrongPassword!.Password!, failure.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unreachable_database_is_told_within_seconds()
    {
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Connector.CheckAsync(database.Unreachable, CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.True(failure.IsTransient);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        if (database.Unreachable.Password is { } password)
            Assert.DoesNotContain(password, failure.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Discovery_finds_tables_columns_keys_and_values()
    {
        var catalog = await Connector.DiscoverAsync(database.Settings, DiscoveryLimits.Default, CancellationToken.None);

        Assert.True(catalog.IsComplete);
        Assert.Equal(database.DefaultSchema, catalog.DefaultSchema);
        var orders = catalog.Tables.Single(table => table.Name == "orders");
        Assert.Equal(database.DefaultSchema, orders.Schema);
        Assert.False(orders.IsView);
        Assert.Equal(["id", "line", "country_code", "status", "note", "amount"], orders.Columns.Select(column => column.Name));
        Assert.Equal(
            [ColumnKind.Integer, ColumnKind.Integer, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text, ColumnKind.Decimal],
            orders.Columns.Select(column => column.Kind));
        Assert.Equal([false, false, false, true, true, true], orders.Columns.Select(column => column.IsNullable));
        Assert.Equal(["open", "paid"], orders.Columns[3].Values);
        Assert.Equal(["id", "line"], orders.PrimaryKey);
        var key = Assert.Single(orders.ForeignKeys);
        Assert.Equal((database.DefaultSchema, "countries"), (key.ReferencedSchema, key.ReferencedTable));
        Assert.Equal(["country_code"], key.Columns);
        Assert.Equal(["code"], key.ReferencedColumns);
        var refund = Assert.Single(catalog.Tables.Single(table => table.Name == "refunds").ForeignKeys);
        Assert.Equal(["order_id", "order_line"], refund.Columns);
        Assert.Equal(["id", "line"], refund.ReferencedColumns);
        Assert.True(catalog.Tables.Single(table => table.Name == "open_orders").IsView);
        Assert.Equal(["Spain", "United States", "日本"], catalog.Tables.Single(table => table.Name == "countries").Columns[1].Values);
    }

    [SkippableFact]
    public async Task Discovery_leaves_system_tables_out()
    {
        var catalog = await Connector.DiscoverAsync(database.Settings, DiscoveryLimits.Default, CancellationToken.None);

        Assert.DoesNotContain(catalog.Tables, table =>
            table.Schema is "information_schema" or "pg_catalog" or "sys" or "mysql" || table.Name.StartsWith("sqlite_", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_column_of_many_values_keeps_none()
    {
        var catalog = await Connector.DiscoverAsync(database.Settings, DiscoveryLimits.Default with { MaxDistinctValues = 2 }, CancellationToken.None);

        var orders = catalog.Tables.Single(table => table.Name == "orders");
        Assert.Equal(2, orders.Columns.Single(column => column.Name == "status").Values?.Count);
        Assert.Null(orders.Columns.Single(column => column.Name == "note").Values);
    }

    [SkippableFact]
    public async Task Discovery_that_runs_into_a_limit_is_incomplete_and_no_failure()
    {
        var fewTables = await Connector.DiscoverAsync(database.Settings, DiscoveryLimits.Default with { MaxTables = 2 }, CancellationToken.None);
        var noTime = await Connector.DiscoverAsync(database.Settings, new DiscoveryLimits(TimeSpan.FromTicks(1)), CancellationToken.None);

        Assert.Equal(2, fewTables.Tables.Count);
        Assert.False(fewTables.IsComplete);
        Assert.False(noTime.IsComplete);
    }

    [SkippableFact]
    public async Task Unicode_names_and_values_come_through()
    {
        var (columns, rows) = await ReadAllAsync($"SELECT {database.Quote("naïve \u00fcber 列")} FROM {database.Quote("größe 表")}");
        var catalog = await Connector.DiscoverAsync(database.Settings, DiscoveryLimits.Default, CancellationToken.None);

        Assert.Equal("naïve \u00fcber 列", columns[0].Name);
        Assert.Equal("žluťoučký 🐎", rows[0][0]);
        Assert.Equal(["žluťoučký 🐎"], catalog.Tables.Single(table => table.Name == "größe 表").Columns[0].Values);
    }

    [SkippableFact]
    public async Task Nulls_and_exact_decimals_come_through()
    {
        var (columns, rows) = await ReadAllAsync("SELECT status, amount FROM orders ORDER BY id, line");

        Assert.Equal([ColumnKind.Text, ColumnKind.Decimal], columns.Select(column => column.Kind));
        Assert.Equal([["open", 10.50m], ["paid", 0.01m], [null, -99999999.99m]], rows);
    }

    [SkippableFact]
    public async Task A_result_without_rows_has_columns()
    {
        var (columns, rows) = await ReadAllAsync("SELECT id, status FROM orders WHERE id < 0");

        Assert.Equal(["id", "status"], columns.Select(column => column.Name));
        Assert.Empty(rows);
    }

    [SkippableTheory]
    [InlineData(10, 10, false)]
    [InlineData(11, 10, true)]
    [InlineData(1000, 10, true)]
    [InlineData(5, 10, false)]
    public async Task Rows_end_at_the_cap(int available, int cap, bool isTruncated)
    {
        await using var reader = await Connector.ReadAsync(
            database.Settings, database.Statement(database.Numbers(available)), Limits with { MaxRows = cap }, CancellationToken.None);
        var rows = 0;
        while (await reader.ReadAsync(CancellationToken.None) is not null)
            rows++;

        Assert.Equal(Math.Min(available, cap), rows);
        Assert.Equal(isTruncated, reader.IsTruncated);
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_statement_ends_on_the_server_at_its_time_limit()
    {
        var marker = Marker();
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync(database.Slow(marker), Limits with { Timeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal(ConnectorFailure.TimedOut, failure.Failure);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(60));
        await AssertGoneAsync(marker);
    }

    [SkippableFact]
    public async Task A_cancelled_caller_cancels_the_statement_on_the_server()
    {
        var marker = Marker();
        using var caller = new CancellationTokenSource();
        var reading = ReadAllAsync(database.Slow(marker), Limits, caller.Token);
        await RunsAsync(marker);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await AssertGoneAsync(marker);
    }

    [SkippableFact]
    public async Task A_reader_left_early_leaves_nothing_running()
    {
        var marker = Marker();
        var sql = database.Numbers(50_000_000).Replace("SELECT", $"SELECT /* {marker} */", StringComparison.Ordinal);
        var watch = Stopwatch.StartNew();
        await using (var reader = await Connector.ReadAsync(database.Settings, database.Statement(sql), Limits, CancellationToken.None))
            Assert.NotNull(await reader.ReadAsync(CancellationToken.None));

        await AssertGoneAsync(marker);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    [SkippableFact]
    public async Task The_database_itself_refuses_writes()
    {
        foreach (var write in database.Writes)
            await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync(write));

        await AssertUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_write_behind_another_statement_changes_nothing()
    {
        foreach (var write in database.StackedWrites)
        {
            var failure = await Record.ExceptionAsync(() => ReadAllAsync(write));
            Assert.True(failure is null or ConnectorException, failure?.ToString());
        }

        await AssertUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_failed_statement_tells_what_the_server_said()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync("SELECT no_such_column FROM orders"));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        Assert.Contains("no_such_column", failure.Message, StringComparison.Ordinal);
        if (database.Settings.Password is { } password)
            Assert.DoesNotContain(password, failure.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task After_a_failure_the_next_statement_works()
    {
        await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync("SELECT no_such_column FROM orders"));

        Assert.Equal(3, (await ReadAllAsync("SELECT * FROM orders")).Rows.Count);
    }

    [SkippableFact]
    public async Task Many_read_at_once()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await ReadAllAsync(database.Numbers(5_000))).Rows.Count));

        Assert.All(counts, count => Assert.Equal(5_000, count));
    }

    [SkippableFact]
    public async Task A_plan_is_told_without_running_the_statement()
    {
        var watch = Stopwatch.StartNew();

        var plan = await Connector.ExplainAsync(database.Settings, database.Statement("SELECT * FROM orders WHERE status = 'open'"), Limits, CancellationToken.None);

        Assert.NotEmpty(plan);
        Assert.Contains(plan, line => line.Contains("orders", StringComparison.OrdinalIgnoreCase));
        await Connector.ExplainAsync(database.Settings, database.Statement(database.Slow(Marker())), Limits, CancellationToken.None);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    protected async Task<(IReadOnlyList<ResultColumn> Columns, List<object?[]> Rows)> ReadAllAsync(
        string sql, ReadLimits? limits = null, CancellationToken cancellationToken = default)
    {
        await using var reader = await Connector.ReadAsync(database.Settings, database.Statement(sql), limits ?? Limits, cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken) is { } row)
            rows.Add(row);
        return (reader.Columns, rows);
    }

    /// <summary>One value, selected by an expression.</summary>
    protected async Task AssertValueAsync(string expression, ColumnKind kind, object? expected)
    {
        var (columns, rows) = await ReadAllAsync($"SELECT {expression}");
        Assert.Equal((expression, kind), (expression, columns[0].Kind));
        Assert.Equal(expected, rows[0][0]);
        Assert.Equal(expected?.GetType(), rows[0][0]?.GetType());
    }

    private async Task AssertUnchangedAsync()
    {
        var (_, countries) = await ReadAllAsync("SELECT name FROM countries ORDER BY code");
        Assert.Equal(["Spain", "日本", "United States"], countries.Select(row => row[0]));
        Assert.Equal(3, (await ReadAllAsync("SELECT * FROM orders")).Rows.Count);
        Assert.Equal(ConnectorFailure.StatementFailed, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync("SELECT * FROM created"))).Failure);
    }

#pragma warning disable RS0030 // A test's own marker.
    private static string Marker() => $"m{Guid.NewGuid():N}";
#pragma warning restore RS0030

    private Task AssertGoneAsync(string marker) => UntilAsync(async () => await database.RunningAsync(marker) is null or 0, "The statement still runs on the server.");

    private async Task RunsAsync(string marker)
    {
        if (await database.RunningAsync(marker) is null)
            await Task.Delay(200);
        else
            await UntilAsync(async () => await database.RunningAsync(marker) > 0, "The statement never ran.");
    }

    protected static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), otherwise);
            await Task.Delay(20);
        }
    }
}
