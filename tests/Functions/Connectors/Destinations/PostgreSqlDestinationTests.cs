using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.PostgreSql;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public sealed class PostgreSqlDestinationDatabase : DestinationDatabase
{
    private readonly PostgreSqlDatabase _source = new();

    public override SourceDatabase Source => _source;

    public override IDestination Destination => new PostgreSqlDestination((PostgreSqlConnector)_source.Connector, TimeProvider.System);

    public override string Stream(string table) => $"public.{table}";

    public override IReadOnlyList<(string Type, object Value, object? Read)> Values =>
    [
        ("smallint", -32768L, null),
        ("integer", 2147483647L, null),
        ("bigint", long.MinValue, null),
        ("oid", 4294967295L, null),
        ("numeric(10, 2)", -12345678.90m, null),
        ("numeric", 79228162514264337593543950335m, null),
        ("numeric", 0.0000000000000000000000000001m, "0.0000000000000000000000000001"),
        ("numeric", 10000.0001m, null),
        ("numeric", 0m, null),
        ("numeric", "123456789012345678901234567890123456789.000100", null),
        ("real", 1.5, null),
        ("double precision", double.NegativeInfinity, null),
        ("boolean", true, null),
        ("text", "žluťoučký 🐎\t\\N\\\r\n'\"", null),
        ("varchar(20)", "", null),
        ("char(4)", "ab", "ab  "),
        ("mood", "happy", null),
        ("email", "a@b", null),
        ("date", new DateOnly(1, 1, 1), null),
        ("date", new DateOnly(9999, 12, 31), null),
        ("time", new TimeOnly(23, 59, 59, 123, 456), null),
        ("timestamp", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999), null),
        ("timestamptz", new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(5.5)), new DateTimeOffset(2024, 1, 1, 21, 34, 5, 678, TimeSpan.Zero)),
        ("uuid", new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), null),
        ("json", "{\"a\": [1, null]}", null),
        ("jsonb", "{\"a\": [1, null]}", null),
        ("bytea", new byte[] { 0, 255, 10 }, null),
    ];

    public override IReadOnlyList<string> Slow(string table) =>
    [
        $"CREATE FUNCTION slow_{table}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'",
        $"CREATE TRIGGER slow_{table} BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.id = 500) EXECUTE FUNCTION slow_{table}()",
    ];

    public override Task BreakAsync(string marker) => _source.TerminateAsync(marker);
}

public sealed class PostgreSqlDestinationTests(PostgreSqlDestinationDatabase database) : DestinationConformance(database), IClassFixture<PostgreSqlDestinationDatabase>
{
    protected override string OnTable(string table) => $" ON {table}";

    [Fact]
    public async Task Types_that_only_the_database_can_read_come_as_it_prints_them()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id integer PRIMARY KEY, tags text[], span int4range, lasts interval, net inet, bits bit(3), at date, until timestamp, due time)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "tags", "span", "lasts", "net", "bits", "at", "until", "due");
        object?[] row = [1L, "{\"a b\",NULL,\"\\\\\"}", "[1,5)", "1 mon 2 days 03:04:05", "10.0.0.0/8", "101", "0044-03-15 BC", "infinity", "24:00:00"];

        var rejected = await WriteAsync(writer, RowOperations.Upsert, [row, [2L, "{", null, null, null, null, null, null, null], [3L, null, null, null, null, "1011", null, null, null]]);

        Assert.Equal([(1, "value_invalid"), (2, "value_invalid")], rejected.Select(refused => (refused.Row, refused.Code)));
        Assert.Equal(row, Assert.Single(await ReadAsync($"SELECT * FROM {table}")));
    }

    [Fact]
    public async Task A_value_without_a_binary_form_does_not_stop_the_others()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id integer PRIMARY KEY, at timestamptz, n numeric, r real)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "at", "n", "r");
        var instant = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[1L, instant, 1.5m, 1.5], [2L, "infinity", "NaN", double.NaN], [3L, instant, "1e3", 2.0]], expectsNew: true));
        var rejected = await WriteAsync(writer, RowOperations.Upsert, [[4L, null, null, 1e300], [5L, null, null, 1e-300], [6L, null, null, 0.5]]);

        Assert.Equal([(0, "value_out_of_range"), (1, "value_out_of_range")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[instant, 1.5m, 1.5], ["infinity", "NaN", double.NaN], [instant, 1000m, 2.0], [null, null, 0.5]], await ReadAsync($"SELECT at, n, r FROM {table} ORDER BY id"));
    }

    [Fact]
    public async Task Decimals_arrive_digit_by_digit()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id integer PRIMARY KEY, n numeric)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "n");
        var random = new Random(7);
        object?[][] rows = [.. Enumerable.Range(0, 500).Select(id => new object?[] { (long)id, Number(random) })];

        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, rows));

        var read = await ReadAsync($"SELECT id, n::text FROM {table} ORDER BY id");
        Assert.Equal(rows.Select(row => PrintedValue.Of(row[1]!)), read.Select(row => row[1]));
    }

    private static object Number(Random random) => random.Next(3) == 0
        ? $"{(random.Next(2) == 0 ? "-" : "")}{Digits(random, 1, 60)}.{Digits(random, 1, 40)}"
        : new decimal(random.Next(), random.Next(4) == 0 ? random.Next() : 0, random.Next(4) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(29)) is var number && number == 0 ? 1m : number;

    private static string Digits(Random random, int least, int most) =>
        random.Next(1, 10) + string.Concat(Enumerable.Range(least, random.Next(most)).Select(_ => random.Next(4) == 0 ? random.Next(10) : 0));

    [Fact]
    public async Task Rows_that_are_the_same_are_not_written_again_and_any_change_of_bytes_is()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id integer PRIMARY KEY, n numeric, j json, t text)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert | RowOperations.Update, ["id"], "id", "n", "j", "t");
        await WriteAsync(writer, RowOperations.Upsert, [[1L, 1.0m, "{}", "a"], [2L, 1.0m, "{}", "a"], [3L, null, null, null]]);
        var before = await VersionsAsync();

        await WriteAsync(writer, RowOperations.Upsert, [[1L, 1.0m, "{}", "a"], [2L, 1.00m, "{}", "a"], [3L, null, null, null]]);
        var after = await VersionsAsync();
        await WriteAsync(writer, RowOperations.Update, [[1L, 1.0m, "{ }", "a"], [2L, 1.00m, "{}", "a"]]);

        Assert.Equal((before[0], before[2]), (after[0], after[2]));
        Assert.NotEqual(before[1], after[1]);
        Assert.Equal([[1L, "{ }"], [2L, "{}"], [3L, null]], await ReadAsync($"SELECT id, j FROM {table} ORDER BY id"));
        Assert.Equal(after[1], (await VersionsAsync())[1]);

        async Task<string[]> VersionsAsync() => [.. (await ReadAsync($"SELECT xmin::text FROM {table} ORDER BY id")).Select(row => (string)row[0]!)];
    }

    [Fact]
    public async Task Only_keys_that_match_every_row_at_once_are_keys()
    {
        var table = NewTable();
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a integer, b integer, c integer UNIQUE DEFERRABLE, d integer, mood mood NOT NULL, mail email DEFAULT 'x', UNIQUE (b, a))",
            $"CREATE UNIQUE INDEX ON {table} (d) WHERE d > 0",
            $"CREATE UNIQUE INDEX ON {table} (abs(d))",
            $"CREATE UNIQUE INDEX ON {table} (d) INCLUDE (a)",
            $"CREATE TABLE {table}_parts (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
            $"CREATE TABLE {table}_parts_1 PARTITION OF {table}_parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
            $"COMMENT ON COLUMN {table}.mood IS 'On an average day'");

        var streams = await Database.Destination.DiscoverAsync(Database.Settings, CancellationToken.None);

        var stream = streams.Single(found => found.Name == $"public.{table}");
        Assert.Equal([["id"], ["b", "a"], ["d"]], stream.Keys);
        Assert.Equal((true, false), (stream.Field("id")!.IsReadOnly, stream.Field("id")!.IsRequired));
        Assert.Equal(["sad", "happy"], stream.Field("mood")!.AllowedValues);
        Assert.Equal(("On an average day", true), (stream.Field("mood")!.Description, stream.Field("mood")!.IsRequired));
        Assert.Equal((ColumnKind.Text, 80, false), (stream.Field("mail")!.Kind, stream.Field("mail")!.MaxLength, stream.Field("mail")!.IsRequired));
        Assert.Contains(streams, found => found.Name == $"public.{table}_parts");
        Assert.DoesNotContain(streams, found => found.Name == $"public.{table}_parts_1");
    }

    [Fact]
    public async Task Rows_are_matched_by_a_number_that_the_database_gave_and_written_to_partitions()
    {
        var table = NewTable();
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY, at date, v text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
            $"CREATE TABLE {table}_1 PARTITION OF {table} FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
            $"INSERT INTO {table} (at, v) VALUES ('2024-02-29', 'old')");
        var target = await TargetAsync(table, RowOperations.Upsert, ["id", "at"], "id", "at", "v");
        await using var writer = await OpenAsync(table, RowOperations.Update, ["id", "at"], "id", "at", "v");

        Assert.Equal("destination_field_read_only", Refusal(await Database.Destination.OpenAsync(Database.Settings, target, CancellationToken.None)).Code);
        Assert.Empty(await WriteAsync(writer, RowOperations.Update, [[1L, new DateOnly(2024, 2, 29), "new"]]));
        Assert.Equal([["new"]], await ReadAsync($"SELECT v FROM {table}"));
    }

    [Fact]
    public async Task The_row_that_breaks_a_deferred_constraint_or_a_rule_of_the_tables_own_is_found()
    {
        var table = NewTable();
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id integer PRIMARY KEY, country char(2) REFERENCES countries (code) DEFERRABLE INITIALLY DEFERRED, mood mood, mail email CHECK (mail LIKE '%@%'))",
            $"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''Not on Sundays.''; END'",
            $"CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.id = 7) EXECUTE FUNCTION refuse_{table}()");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "country", "mood", "mail");

        var rejected = await WriteAsync(writer, RowOperations.Upsert,
            [[1L, "ES", "sad", "a@b"], [2L, "XX", null, null], [3L, null, "bored", null], [4L, null, null, "nobody"], [7L, null, null, null], [8L, null, null, null]], expectsNew: true);

        Assert.Equal([(1, "foreign_key_violation"), (2, "value_invalid"), (3, "check_violation"), (4, "row_refused")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal("Not on Sundays.", rejected[3].Message);
        Assert.Equal([[1L], [8L]], await ReadAsync($"SELECT id FROM {table} ORDER BY id"));
    }

    [Theory]
    [InlineData(RowOperations.Append, false)]
    [InlineData(RowOperations.Upsert, true)]
    public async Task Row_level_security_lets_rows_through_one_by_one(RowOperations operation, bool expectsNew)
    {
        var table = NewTable();
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id integer PRIMARY KEY, v integer)", $"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", $"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            $"CREATE POLICY own ON {table} USING (true) WITH CHECK (v > 0)");
        await using var writer = await OpenAsync(table, operation, operation == RowOperations.Append ? [] : ["id"], "id", "v");

        var rejected = await WriteAsync(writer, operation, [[1L, 1L], [2L, -1L], [3L, 3L]], expectsNew);

        Assert.Equal([(1, "row_refused")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[1L], [3L]], await ReadAsync($"SELECT id FROM {table} ORDER BY id"));
    }

    [Fact]
    public async Task A_right_that_is_taken_away_is_a_failure()
    {
        var table = await KeyedTableAsync();
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code");
        await Database.ExecuteAsync($"REVOKE INSERT ON {table} FROM CURRENT_USER");

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => WriteAsync(writer, RowOperations.Upsert, [[1L, "a"]]));

        Assert.Equal((ConnectorFailure.StatementFailed, false), (failure.Failure, failure.IsTransient));
        Assert.Contains(table, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_without_a_schema_is_one_of_the_schema_that_is_set()
    {
        var table = await KeyedTableAsync();
        await Database.ExecuteAsync("RESET ROLE", $"CREATE SCHEMA other AUTHORIZATION {Database.Settings.Text("username")}", $"SET ROLE {Database.Settings.Text("username")}", $"CREATE TABLE other.{table} (id integer PRIMARY KEY, code varchar(10))");
        var target = await TargetAsync(table, RowOperations.Upsert, ["id"], "id", "code");
        var unqualified = target with { Stream = target.Stream with { Name = table } };
        var settings = new DestinationSettings(new(Database.Settings.Configuration.Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone()))) { ["schema"] = "other" });

        foreach (var (chosen, id) in new[] { (Database.Settings, 1L), (settings, 2L) })
        {
            Assert.True((await Database.Destination.OpenAsync(chosen, unqualified, CancellationToken.None)).Succeeded(out var writer, out _));
            await WriteAsync(writer, RowOperations.Upsert, [[id, "x"]]);
            await writer.DisposeAsync();
        }

        Assert.Equal([[1L]], await ReadAsync($"SELECT id FROM public.{table}"));
        Assert.Equal([[2L]], await ReadAsync($"SELECT id FROM other.{table}"));
    }

    [Fact]
    public async Task Writers_in_each_others_way_take_turns()
    {
        var table = await KeyedTableAsync();

        // Each locks the rows in the other's order.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async number =>
        {
            await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");
            for (var batch = 0; batch < 3; batch++)
            {
                var rows = Rows(1, 500);
                foreach (var row in rows)
                    row[1] = $"{number}-{batch}";
                if (number % 2 == 0)
                    Array.Reverse(rows);
                Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, rows));
            }
        }));

        Assert.Equal([[500L]], await ReadAsync($"SELECT count(*) FROM {table}"));
    }
}
