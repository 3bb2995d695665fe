using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using NJsonSchema;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

/// <summary>What every database must do that rows are written to. Each one's test class inherits it.</summary>
public abstract partial class DestinationConformance(DestinationDatabase database)
{
    private static int _tables;

    protected DestinationDatabase Database => database;

    private IDestination Destination => database.Destination;

    [SkippableFact]
    public async Task The_definition_says_how_to_configure_it()
    {
        var definition = Destination.Definition;
        var schema = await JsonSchema.FromJsonAsync(definition.ConfigurationSchema.ToJsonString());

        Assert.Equal("database", definition.Category);
        Assert.Empty(schema.Validate(Without(database.Settings.Configuration, null).ToJsonString()));
        Assert.NotEmpty(schema.Validate(Without(database.Settings.Configuration, "database").ToJsonString()));
        Assert.All(definition.ConfigurationSchema["properties"]!.AsObject(), property => Assert.NotNull(property.Value!["title"]));
        if (definition.ConfigurationSchema["properties"]!["password"] is { } password)
            Assert.True(password["secret"]!.GetValue<bool>());
    }

    private static JsonObject Without(JsonObject configuration, string? property) =>
        new(configuration.Where(setting => setting.Value is not null && setting.Key != property).Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));

    [SkippableFact]
    public async Task Good_settings_are_told_from_bad_ones()
    {
        Assert.Empty(Destination.Validate(database.Settings));
        Assert.Contains(Destination.Validate(new DestinationSettings([])), error => error.Path == "database");
        Assert.Matches(@"\d+\.\d+", (await Destination.CheckAsync(database.Settings, CancellationToken.None)).Version);

        var failure = await Assert.ThrowsAsync<ConnectorException>(
            () => Destination.CheckAsync(DestinationDatabase.SettingsOf(database.Source.Unreachable), CancellationToken.None));
        Assert.True(failure.IsTransient);
        if (database.Source.WrongPassword is { } wrong)
        {
            failure = await Assert.ThrowsAsync<ConnectorException>(() => Destination.DiscoverAsync(DestinationDatabase.SettingsOf(wrong), CancellationToken.None));
            Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
            Assert.DoesNotContain(wrong.Password!, failure.ToString(), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Tables_are_streams_with_their_keys_and_what_fits_their_fields()
    {
        var (table, plain) = (NewTable(), NewTable());
        await database.ExecuteAsync(
            $"CREATE TABLE {table} (a integer NOT NULL, b integer NOT NULL, code varchar(5) NOT NULL, note varchar(200) DEFAULT 'none' NOT NULL, amount decimal(6, 2), PRIMARY KEY (a, b), UNIQUE (code))",
            $"CREATE TABLE {plain} (a integer)");

        var streams = await Destination.DiscoverAsync(database.Settings, CancellationToken.None);

        var stream = streams.Single(found => found.Name == database.Stream(table));
        Assert.Equal([["a", "b"], ["code"]], stream.Keys);
        Assert.Equal(RowOperations.Insert | RowOperations.Update | RowOperations.Upsert | RowOperations.Append | RowOperations.Delete, stream.Operations);
        Assert.Equal(["a", "b", "code", "note", "amount"], stream.Fields.Select(field => field.Name));
        Assert.Equal([true, true, true, false, false], stream.Fields.Select(field => field.IsRequired));
        Assert.Equal([ColumnKind.Integer, ColumnKind.Integer, ColumnKind.Text, ColumnKind.Text, ColumnKind.Decimal], stream.Fields.Select(field => field.Kind));
        if (database.HoldsToTypes)
        {
            Assert.Equal((-2147483648m, 2147483647m), (stream.Fields[0].Minimum, stream.Fields[0].Maximum));
            Assert.Equal((6, 2), (stream.Fields[4].Precision, stream.Fields[4].Scale));
        }
        Assert.Equal((RowOperations.Append, 0), streams.Single(found => found.Name == database.Stream(plain)) is var keyless ? (keyless.Operations, keyless.Keys.Count) : default);
        Assert.DoesNotContain(streams, found => found.Name == database.Stream("open_orders")); // a view
    }

    [SkippableTheory]
    [InlineData(RowOperations.Append, false)]
    [InlineData(RowOperations.Insert, false)]
    [InlineData(RowOperations.Upsert, false)]
    [InlineData(RowOperations.Upsert, true)]
    [InlineData(RowOperations.Update, false)]
    public async Task Values_of_every_kind_come_through(RowOperations operation, bool expectsNew)
    {
        var table = NewTable();
        var columns = database.Values.Select((value, at) => $"v{at} {value.Type}");
        string[] names = ["id", .. database.Values.Select((_, at) => $"v{at}")];
        await database.ExecuteAsync($"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, {string.Join(", ", columns)})");
        if (operation == RowOperations.Update)
            await database.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", $"INSERT INTO {table} (id) VALUES (2)");
        object?[][] rows = [[1L, .. database.Values.Select(value => value.Value)], [2L, .. database.Values.Select(_ => (object?)null)]];

        await using (var writer = await OpenAsync(table, operation, ["id"], names))
            Assert.Empty(await WriteAsync(writer, operation, rows, expectsNew));

        var read = await ReadAsync($"SELECT {string.Join(", ", names)} FROM {table} ORDER BY id");
        Assert.Equal(database.Values.Select(value => value.Read ?? value.Value), read[0].Skip(1));
        Assert.All(read[1].Skip(1), Assert.Null);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_upserted_twice_are_there_once_and_as_they_were_last(bool expectsNew)
    {
        var table = await KeyedTableAsync();
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");

        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, Rows(1, 3), expectsNew));
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, Rows(1, 3), expectsNew));
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[2L, "new", 5.5m], [4L, "c4", null]], expectsNew));

        Assert.True(writer.IsRepeatable(RowOperations.Upsert));
        Assert.Equal([[1L, "c1", 1m], [2L, "new", 5.5m], [3L, "c3", 3m], [4L, "c4", null]], await ReadAsync($"SELECT id, code, amount FROM {table} ORDER BY id"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Inserts_leave_rows_that_are_there(bool expectsNew)
    {
        var table = await KeyedTableAsync("INSERT INTO {0} (id, code) VALUES (2, 'old')");
        await using var writer = await OpenAsync(table, RowOperations.Insert, ["id"], "id", "code");

        Assert.Empty(await WriteAsync(writer, RowOperations.Insert, [[1L, "a"], [2L, "b"], [3L, "c"]], expectsNew));

        Assert.Equal([[1L, "a"], [2L, "old"], [3L, "c"]], await ReadAsync($"SELECT id, code FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Updates_reject_rows_that_are_not_there_and_touch_no_other_field()
    {
        var table = await KeyedTableAsync("INSERT INTO {0} (id, code, amount) VALUES (1, 'one', 1)", "INSERT INTO {0} (id, code, amount) VALUES (3, 'three', 3)");
        await using var writer = await OpenAsync(table, RowOperations.Update, ["id"], "id", "code");

        var rejected = await WriteAsync(writer, RowOperations.Update, [[3L, "x"], [2L, "y"], [1L, "one"], [9L, "z"]]);

        Assert.Equal([(1, "row_not_found"), (3, "row_not_found")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[1L, "one", 1m], [3L, "x", 3m]], await ReadAsync($"SELECT id, code, amount FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Appended_rows_are_all_there()
    {
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (id integer, code varchar(10))");
        await using var writer = await OpenAsync(table, RowOperations.Append, [], "id", "code");

        await WriteAsync(writer, RowOperations.Append, [[1L, "a"], [1L, "a"]]);
        await WriteAsync(writer, RowOperations.Append, [[1L, "a"]]);

        Assert.False(writer.IsRepeatable(RowOperations.Append));
        Assert.Equal(3, (await ReadAsync($"SELECT id FROM {table}")).Count);
    }

    [SkippableFact]
    public async Task Rows_are_matched_by_all_of_a_composite_key_and_deleted_ones_may_be_gone()
    {
        var table = NewTable();
        await database.ExecuteAsync($"CREATE TABLE {table} (a integer NOT NULL, b varchar(10) NOT NULL, v varchar(10), PRIMARY KEY (a, b))");
        await using var writer = await OpenAsync(table, RowOperations.Upsert | RowOperations.Delete, ["b", "a"], "v", "a", "b");

        await WriteAsync(writer, RowOperations.Upsert, [["1x", 1L, "x"], ["1y", 1L, "y"], ["2x", 2L, "x"]]);
        Assert.Empty(await WriteAsync(writer, RowOperations.Delete, [[null, 1L, "y"], [null, 9L, "y"]]));
        Assert.Empty(await WriteAsync(writer, RowOperations.Delete, [[null, 1L, "y"], [null, 9L, "y"]]));
        await WriteAsync(writer, RowOperations.Upsert, [["new", 2L, "x"]]);

        Assert.Equal([[1L, "x", "1x"], [2L, "x", "new"]], await ReadAsync($"SELECT a, b, v FROM {table} ORDER BY a, b"));
    }

    [SkippableFact]
    public async Task Of_rows_of_one_key_in_a_batch_the_last_one_stays()
    {
        var table = await KeyedTableAsync();
        await using var writer = await OpenAsync(table, RowOperations.Upsert | RowOperations.Update, ["id"], "id", "code");

        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[1L, "a"], [2L, "b"], [1L, "c"], [1L, "d"]]));
        Assert.Equal([[1L, "d"], [2L, "b"]], await ReadAsync($"SELECT id, code FROM {table} ORDER BY id"));
        Assert.Equal([1, 3], (await WriteAsync(writer, RowOperations.Update, [[1L, "e"], [5L, "x"], [1L, "f"], [5L, "y"]])).Select(row => row.Row));
        Assert.Equal([[1L, "f"], [2L, "b"]], await ReadAsync($"SELECT id, code FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Another_rows_unique_value_is_a_rejection_and_that_row_stays()
    {
        var table = NewTable();
        await database.ExecuteAsync(
            $"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, mail varchar(50) NOT NULL UNIQUE, name varchar(50))", $"INSERT INTO {table} VALUES (1, 'a@x', 'first')");
        await using var writer = await OpenAsync(table, RowOperations.Upsert | RowOperations.Insert, ["id"], "id", "mail", "name");

        var upserted = await WriteAsync(writer, RowOperations.Upsert, [[2L, "b@x", "second"], [3L, "a@x", "thief"], [1L, "a@x", "renamed"]]);
        var inserted = await WriteAsync(writer, RowOperations.Insert, [[4L, "b@x", "thief"], [5L, "e@x", "fifth"]], expectsNew: true);

        Assert.Equal([(1, "unique_violation")], upserted.Select(row => (row.Row, row.Code)));
        Assert.Equal([(0, "unique_violation")], inserted.Select(row => (row.Row, row.Code)));
        Assert.DoesNotContain(upserted.Concat(inserted), row => row.Message.Contains("@x", StringComparison.Ordinal));
        Assert.Equal([[1L, "renamed"], [2L, "second"], [5L, "fifth"]], await ReadAsync($"SELECT id, name FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Two_streams_of_rows_written_at_once_all_arrive()
    {
        var table = await KeyedTableAsync();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async chunk =>
        {
            await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");
            for (var batch = 0; batch < 3; batch++)
                Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, Rows(1 + (3 * batch + chunk) * 100, 100)));
        }));

        Assert.Equal(Rows(1, 900), await ReadAsync($"SELECT id, code, amount FROM {table} ORDER BY id"));
    }

    [SkippableFact]
    public async Task Odd_names_are_names()
    {
        string[] names = ["it's", "a \"quoted\" `one`", "x); DROP TABLE orders; --", "größe 表", "$1 @stream ? {0} %s", "back\\slash"];
        var table = "odd '\"`[]$x$ name; --";
        string Quote(string name) => database.Source.Connector.Dialect == FunctionsPlatform.Sql.SqlDialect.MySql
            ? $"`{name.Replace("`", "``", StringComparison.Ordinal)}`"
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await database.ExecuteAsync(
            $"CREATE TABLE {Quote(table)} ({string.Join(", ", names.Select(name => $"{Quote(name)} varchar(60) NOT NULL"))}, PRIMARY KEY ({Quote(names[0])}))");
        object?[][] rows = [[.. names], ["'); DELETE FROM orders; --", "\\", "\\'", "\"", "\t\r\n", "%"]];

        await using var writer = await OpenAsync(table, RowOperations.Upsert | RowOperations.Update | RowOperations.Delete, [names[0]], names);
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [.. rows, ["gone", "", "", "", "", ""]]));
        Assert.Empty(await WriteAsync(writer, RowOperations.Update, rows));
        Assert.Empty(await WriteAsync(writer, RowOperations.Delete, [["gone", null, null, null, null, null]]));
        var rejected = await WriteAsync(writer, RowOperations.Upsert, [.. rows, ["bad", "", "", "", "", null]]);

        Assert.Equal([(2, "not_null_violation")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal(
            rows.OrderBy(row => (string?)row[0], StringComparer.Ordinal),
            (await ReadAsync($"SELECT * FROM {Quote(table)}")).OrderBy(row => (string?)row[0], StringComparer.Ordinal));
        Assert.Equal(3, (await ReadAsync("SELECT * FROM orders")).Count);
    }

    /// <summary>A table of a numbered key, a text and an amount.</summary>
    protected async Task<string> KeyedTableAsync(params string[] statements)
    {
        var table = NewTable();
        await database.ExecuteAsync(
            [$"CREATE TABLE {table} (id integer NOT NULL PRIMARY KEY, code varchar(10), amount decimal(10, 2))", .. statements.Select(sql => string.Format(CultureInfo.InvariantCulture, sql, table))]);
        return table;
    }

    protected static string NewTable() => $"target_{Interlocked.Increment(ref _tables)}";

    protected static object?[][] Rows(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(id => new object?[] { (long)id, $"c{id}", (decimal)id })];

    protected async Task<IRowWriter> OpenAsync(string table, RowOperations operations, string[] key, params string[] columns)
    {
        var opened = await Destination.OpenAsync(database.Settings, await TargetAsync(table, operations, key, columns), CancellationToken.None);
        return opened.Succeeded(out var writer, out var error) ? writer : throw new InvalidOperationException(error.Message);
    }

    protected async Task<WriteTarget> TargetAsync(string table, RowOperations operations, string[] key, params string[] columns)
    {
        var streams = await Destination.DiscoverAsync(database.Settings, CancellationToken.None);
        var stream = streams.Single(found => found.Name == database.Stream(table));
        return new WriteTarget(stream, [.. columns.Select(name => new ResultColumn(name, stream.Field(name)!.Kind))], key, operations);
    }

    protected static Task<IReadOnlyList<RowRejection>> WriteAsync(
        IRowWriter writer, RowOperations operation, object?[][] rows, bool expectsNew = false, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(new WriteBatch(new BatchId(Guid.Empty, 0, 0), operation, rows, expectsNew), cancellationToken);

    protected async Task<List<object?[]>> ReadAsync(string sql)
    {
        await using var reader = await database.Source.Connector.ReadAsync(
            database.Settings.ToConnection(), database.Source.Statement(sql), new ReadLimits(TimeSpan.FromSeconds(20), 1_000_000), CancellationToken.None);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(CancellationToken.None) is { } row)
            rows.Add(row);
        return rows;
    }

    protected static ApiError Refusal(Result<IRowWriter> opened) => opened.Succeeded(out _, out var error) ? throw new InvalidOperationException("It opened.") : error;
}
