using System.Diagnostics;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public abstract partial class DestinationConformance
{
    [SkippableTheory]
    [InlineData(RowOperations.Upsert, false)]
    [InlineData(RowOperations.Upsert, true)]
    [InlineData(RowOperations.Append, false)]
    public async Task Bad_rows_are_rejected_and_all_others_are_there(RowOperations operation, bool expectsNew)
    {
        var table = await CheckedTableAsync();
        var rows = Rows(1, 3_000);
        rows[0][2] = -1m;
        rows[1][2] = null;
        rows[1_499][2] = -1m;
        rows[2_999][1] = "c1"; // of another row
        await using var writer = await OpenAsync(table, operation, operation == RowOperations.Append ? [] : ["id"], "id", "code", "amount");

        var rejected = await WriteAsync(writer, operation, rows, expectsNew);

        Assert.Equal([(0, "check_violation"), (1, "not_null_violation"), (1_499, "check_violation")], rejected.Select(row => (row.Row, row.Code)).Take(3));
        Assert.All(rejected, row => Assert.False(row.IsOutcomeUnknown));
        // Row 0, of the same code as the last, was not taken.
        Assert.Equal(3, rejected.Count);
        Assert.Equal([[2_997L]], await ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [SkippableFact]
    public async Task Many_bad_rows_are_each_judged()
    {
        var table = await CheckedTableAsync();
        var rows = Rows(1, 300);
        for (var at = 0; at < rows.Length; at++)
            if (at % 3 == 0)
                rows[at][2] = -1m;
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");

        var rejected = await WriteAsync(writer, RowOperations.Upsert, rows);

        Assert.Equal(Enumerable.Range(0, rows.Length).Where(at => at % 3 == 0), rejected.Select(row => row.Row));
        Assert.All(rejected, row => Assert.Equal("check_violation", row.Code));
        Assert.Equal([[200L]], await ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [SkippableTheory]
    [InlineData(RowOperations.Upsert)]
    [InlineData(RowOperations.Update)]
    [InlineData(RowOperations.Append)]
    public async Task When_all_rows_are_bad_all_are_rejected(RowOperations operation)
    {
        var table = await CheckedTableAsync();
        object?[][] rows = [.. Rows(1, 300).Select(row => new[] { row[0], row[1], -1m })];
        if (operation == RowOperations.Update)
        {
            await using var filler = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");
            await WriteAsync(filler, RowOperations.Upsert, Rows(1, 300));
        }
        await using var writer = await OpenAsync(table, operation, operation == RowOperations.Append ? [] : ["id"], "id", "code", "amount");

        var rejected = await WriteAsync(writer, operation, rows);

        Assert.Equal(Enumerable.Range(0, 300), rejected.Select(row => row.Row));
        Assert.All(rejected, row => Assert.Equal("check_violation", row.Code));
        Assert.Equal([[0L]], await ReadAsync($"SELECT count(*) FROM {table} WHERE amount < 0"));
    }

    [SkippableFact]
    public async Task A_row_that_refers_to_nothing_is_rejected()
    {
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, country char(2) NOT NULL, FOREIGN KEY (country) REFERENCES countries (code))");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "country");

        var rejected = await WriteAsync(writer, RowOperations.Upsert, [[1L, "ES"], [2L, "XX"], [3L, "JP"]]);

        Assert.Equal([(1, "foreign_key_violation")], rejected.Select(row => (row.Row, row.Code)));
        Assert.DoesNotContain("XX", rejected[0].Message, StringComparison.Ordinal);
        Assert.Equal([[1L], [3L]], await ReadAsync($"SELECT id FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Values_that_cannot_fit_are_rejected_by_name()
    {
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (id smallint NOT NULL PRIMARY KEY, code varchar(5), amount decimal(6, 2), born date)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount", "born");

        var rejected = await WriteAsync(writer, RowOperations.Upsert,
        [
            [1L, "fits", 1.5m, new DateOnly(2024, 2, 29)],
            [null, "no key", null, null],
            [99_999_999_999_999_999_999m, "big", null, null],
            [2L, "half \uD83D", null, null],
            [3L, 4L, null, null],
            [5L, "x", "not a number", null],
            [6L, "x", null, "never ever"],
            [7L, "🐎🐎🐎🐎🐎", 9999.99m, null],
        ]);

        Assert.Equal(
            [(1, "key_null"), (2, "value_out_of_range"), (3, "value_invalid"), (4, "value_invalid"), (5, "value_invalid"), (6, "value_invalid")],
            rejected.Select(row => (row.Row, row.Code)));
        Assert.Contains("'id'", rejected[1].Message, StringComparison.Ordinal);
        Assert.Contains("'code'", rejected[3].Message, StringComparison.Ordinal);
        Assert.Equal([[1L, "fits", 1.5m, new DateOnly(2024, 2, 29)], [7L, "🐎🐎🐎🐎🐎", 9999.99m, null]], await ReadAsync($"SELECT id, code, amount, born FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Values_beyond_a_types_length_or_digits_are_rejected()
    {
        Skip.IfNot(database.HoldsToTypes, "The database takes any value in any column.");
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (id smallint NOT NULL PRIMARY KEY, code char(5), amount decimal(6, 2))");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");

        var rejected = await WriteAsync(writer, RowOperations.Upsert, [[1L, "123456", 1m], [32_768L, "x", 1m], [3L, "y", 12345.6m], [4L, "z", 9999.99m]]);

        Assert.Equal(1, rejected.Count(row => row.Row == 1 && row.Code == "value_out_of_range"));
        Assert.Equal(1, rejected.Count(row => row.Row == 2 && row.Code is "value_out_of_range" or "value_invalid"));
        Assert.DoesNotContain(rejected, row => row.Row == 3);
        Assert.DoesNotContain(await ReadAsync($"SELECT id FROM {table}"), row => row[0] is 2L or 3L);
    }

    [SkippableFact]
    public async Task What_is_gone_or_has_changed_is_told_before_the_first_row()
    {
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, code varchar(10), kept varchar(10) NOT NULL, changed integer)");
        var target = await TargetAsync(table, RowOperations.Upsert, ["id"], "id", "code", "kept", "changed");

        Assert.Equal("destination_key_not_unique", Refusal(await TryOpenAsync(target with { Key = ["code"] })).Code);
        Assert.Equal("destination_key_not_unique", Refusal(await TryOpenAsync(target with { Key = ["id", "code"] })).Code);
        Assert.Equal("destination_key_not_unique", Refusal(await TryOpenAsync(target with { Key = [] })).Code);
        var required = Refusal(await TryOpenAsync(target with { Columns = [target.Columns[0]] }));
        Assert.Equal("destination_field_required", required.Code);
        Assert.Contains("'kept'", required.Message, StringComparison.Ordinal);
        Assert.True((await TryOpenAsync(target with { Columns = [target.Columns[0]], Operations = RowOperations.Update })).Succeeded(out var updater, out _));
        await updater.DisposeAsync();

        await database.ExecuteAsync($"ALTER TABLE {table} DROP COLUMN changed", $"ALTER TABLE {table} ADD COLUMN changed date");
        var changed = Refusal(await TryOpenAsync(target));
        Assert.Equal("destination_field_changed", changed.Code);
        Assert.Contains("'changed'", changed.Message, StringComparison.Ordinal);
        await database.ExecuteAsync($"ALTER TABLE {table} DROP COLUMN code");
        Assert.Equal("destination_field_missing", Refusal(await TryOpenAsync(target)).Code);
        await database.ExecuteAsync($"DROP TABLE {table}");
        var gone = Refusal(await TryOpenAsync(target));
        Assert.Equal("destination_stream_missing", gone.Code);
        Assert.Contains(table, gone.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_computed_field_is_not_written()
    {
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) {Stored})");
        var target = await TargetAsync(table, RowOperations.Upsert, ["id"], "id");

        Assert.True(target.Stream.Field("twice")!.IsReadOnly);
        Assert.Equal("destination_field_read_only", Refusal(await TryOpenAsync(target with { Columns = [.. target.Columns, new ResultColumn("twice", ColumnKind.Integer)] })).Code);
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id");
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[4L]]));
        Assert.Equal([[8L]], await ReadAsync($"SELECT twice FROM {table}"));
    }

    /// <summary>The word for a generated column that is stored.</summary>
    protected virtual string Stored => "STORED";

    [SkippableFact]
    public async Task A_table_that_is_gone_in_the_middle_is_a_failure_and_no_rejection()
    {
        var table = await KeyedTableAsync();
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");
        await WriteAsync(writer, RowOperations.Upsert, Rows(1, 10));
        await DropAsync(table, writer);

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => WriteAsync(writer, RowOperations.Upsert, Rows(11, 10)));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        Assert.False(failure.IsTransient);
    }

    /// <summary>Drops a table that a writer is open for.</summary>
    protected virtual Task DropAsync(string table, IRowWriter writer) => database.ExecuteAsync($"DROP TABLE {table}");

    [SkippableTheory]
    [InlineData(RowOperations.Upsert)]
    [InlineData(RowOperations.Append)]
    public async Task A_cancelled_batch_leaves_nothing(RowOperations operation)
    {
        var table = await KeyedTableAsync();
        await SlowDownAsync(table);
        await using var writer = await OpenAsync(table, operation, operation == RowOperations.Append ? [] : ["id"], "id", "code", "amount");
        using var caller = new CancellationTokenSource();

        var writing = WriteAsync(writer, operation, Rows(1, 400_000), expectsNew: false, caller.Token);
        await RunsAsync(table, writing);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Empty(await ReadAsync($"SELECT id FROM {table}"));
    }

    [SkippableFact]
    public async Task A_connection_that_breaks_in_the_middle_is_a_transient_failure_that_leaves_nothing()
    {
        var table = await KeyedTableAsync();
        Skip.If(database.Slow(table) is null, "There is no connection to break.");
        await SlowDownAsync(table);
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");

        var writing = WriteAsync(writer, RowOperations.Upsert, Rows(1, 2_000));
        await RunsAsync(table, writing);
        await database.BreakAsync(table);

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => writing);
        Assert.Equal(ConnectorFailure.ConnectionLost, failure.Failure);
        Assert.True(failure.IsTransient);
        Assert.Empty(await ReadAsync($"SELECT id FROM {table}"));
        await database.ExecuteAsync("DROP TRIGGER slow_" + table + OnTable(table));
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, Rows(1, 10))); // on another connection
        Assert.Equal([[10L]], await ReadAsync($"SELECT count(*) FROM {table}"));
    }

    /// <summary>What follows a trigger's name where it is dropped.</summary>
    protected virtual string OnTable(string table) => "";

    private async Task SlowDownAsync(string table)
    {
        if (database.Slow(table) is { } statements)
            await database.ExecuteAsync([.. statements]);
    }

    /// <summary>Until the database is at work on the rows.</summary>
    /// <summary>Where the database is in this process, whoever waits for the writing to begin may find it ended.</summary>
    private async Task RunsAsync(string table, Task writing)
    {
        if (database.Slow(table) is null)
            return;
        for (var watch = Stopwatch.StartNew(); await database.Source.RunningAsync(table) is 0; await Task.Delay(20))
        {
            if (writing.IsCompleted)
                await writing;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "The statement never ran.");
        }
    }

    private async Task<string> CheckedTableAsync()
    {
        var table = NewTable();
        await database.ExecuteAsync(
            $"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, code varchar(10) NOT NULL UNIQUE, amount decimal(10, 2) NOT NULL, CHECK (amount >= 0))");
        return table;
    }

    private Task<Result<IRowWriter>> TryOpenAsync(WriteTarget target) => Destination.OpenAsync(database.Settings, target, CancellationToken.None);
}
