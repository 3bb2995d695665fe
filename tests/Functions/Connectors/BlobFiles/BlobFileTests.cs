using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using DuckDB.NET.Data;
using Fixtures;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.BlobFiles;

public sealed class BlobFileTests : IAsyncLifetime, IDisposable
{
    private const string Name = "out/public.people/2025-04-01/0195f3c1000070008000000000000001-00002-00003";

    private static readonly ResultColumn[] Everything = Rows.Columns(
        ("id", ColumnKind.Integer), ("name", ColumnKind.Text), ("amount", ColumnKind.Decimal), ("share", ColumnKind.Float), ("ok", ColumnKind.Boolean), ("day", ColumnKind.Date),
        ("at", ColumnKind.Time), ("local", ColumnKind.Timestamp), ("instant", ColumnKind.TimestampTz), ("uuid", ColumnKind.Uuid), ("doc", ColumnKind.Json), ("bytes", ColumnKind.Binary));

    private static readonly object?[] Full =
    [
        9007199254740993L, "Zoë, \"Z\"\r\n=1+1", 12345678901234567890.123456789m, 0.1, true, new DateOnly(2026, 3, 4), new TimeOnly(5, 6, 7, 8), new DateTime(2026, 3, 4, 5, 6, 7, 89),
        new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)), Rows.Run, """{"a":[1,null]}""", new byte[] { 0, 255 },
    ];

    private readonly DestinationHost _host = new();
    private BlobContainerClient _container = null!;
    private string _connectionString = "";

    public async Task InitializeAsync()
    {
        _connectionString = await SharedAzurite.ConnectionStringAsync();
        _container = new BlobContainerClient(_connectionString, SharedAzurite.NewPrefix());
        await _container.CreateAsync();
    }

    public async Task DisposeAsync() => await _container.DeleteAsync();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("csv", "none", "csv")]
    [InlineData("csv", "gzip", "csv.gz")]
    [InlineData("jsonl", "none", "jsonl")]
    [InlineData("jsonl", "gzip", "jsonl.gz")]
    [InlineData("parquet", "none", "parquet")]
    public async Task Every_value_comes_back_from_every_format(string format, string compression, string extension)
    {
        await WriteAsync(new() { ["format"] = format, ["compression"] = compression }, Everything, Full, new object?[12]);

        var blob = Assert.Single(await NamesAsync());
        Assert.Equal($"{Name}.{extension}", blob);
        var rows = await ReadAsync(blob, format);
        Assert.Equal<IEnumerable<string?>>(
            [
                "9007199254740993", "Zoë, \"Z\"\r\n=1+1", format == "jsonl" ? "12345678901234567890.123456789" : "12345678901234567890.123456789000000000", "0.1", "true", "2026-03-04", "05:06:07.008", "2026-03-04 05:06:07.089", "2026-03-04 03:06:07+00",
                "0195f3c1-0000-7000-8000-000000000001", """{"a":[1,null]}""", format == "parquet" ? @"\x00\xFF" : "AP8=",
            ],
            rows[0]);
        Assert.All(rows[1], Assert.Null);
    }

    [Fact]
    public async Task A_batch_that_is_written_again_takes_its_own_place_and_another_one_has_another()
    {
        await using var writer = await OpenAsync([], Rows.Columns(("id", ColumnKind.Integer)));
        Assert.True(writer.IsRepeatable(RowOperations.Append));

        for (var time = 0; time < 2; time++)
            Assert.Empty(await writer.WriteAsync(Rows.Batch(RowOperations.Append, [1L], [2L]), CancellationToken.None));
        await writer.WriteAsync(new WriteBatch(new BatchId(Rows.Run, 2, 4), RowOperations.Append, [[3L]]), CancellationToken.None);

        Assert.Equal([$"{Name}.csv", $"{Name[..^1]}4.csv"], await NamesAsync());
        Assert.Equal("id\r\n1\r\n2\r\n", await TextAsync($"{Name}.csv"));
    }

    [Fact]
    public async Task Nulls_and_empty_texts_are_told_apart()
    {
        var columns = Rows.Columns(("a", ColumnKind.Text), ("b", ColumnKind.Text), ("c", ColumnKind.Text));

        await WriteAsync(new() { ["null_text"] = "", ["header"] = false }, columns, [null, "", " x"]);
        Assert.Equal(",\"\",\" x\"\r\n", await TextAsync($"{Name}.csv"));
        await WriteAsync(new() { ["null_text"] = "\\N", ["header"] = false, ["delimiter"] = ";" }, columns, [null, "\\N", "a;b,c"]);
        Assert.Equal("\\N;\"\\N\";\"a;b,c\"\r\n", await TextAsync($"{Name}.csv"));
    }

    [Fact]
    public async Task A_sync_may_choose_its_own_format_and_names()
    {
        var options = new JsonObject { ["format"] = "jsonl", ["path_template"] = "y={year}/m={month}/d={day}/h={hour}/{stream}-{run}-{chunk}-{batch}.json", ["connection_string"] = "AccountName=other" };

        await WriteAsync([], Rows.Columns(("id", ColumnKind.Integer)), options, "weird/../stream?", [1L]);

        Assert.Equal("out/y=2025/m=04/d=01/h=23/weird_.._stream_-0195f3c1000070008000000000000001-00002-00003.json", Assert.Single(await NamesAsync()));
    }

    [Fact]
    public async Task A_value_that_parquet_cannot_hold_is_rejected_and_never_rounded()
    {
        var columns = Rows.Columns(("id", ColumnKind.Integer), ("amount", ColumnKind.Decimal), ("day", ColumnKind.Date));

        var rejections = await WriteAsync(
            new() { ["format"] = "parquet" }, columns, [1L, 1.5m, null], [79228162514264337593543950335m, null, null], [3L, 0.0000000000000000001m, null], [4L, null, "infinity"], [5L, null, null]);

        Assert.Equal([(1, "id"), (2, "amount"), (3, "day")], rejections.Select(rejection => (rejection.Row, rejection.Message.Split(' ')[3])));
        Assert.All(rejections, rejection => Assert.Equal("value_out_of_range", rejection.Code));
        Assert.Equal([["1", "1.500000000000000000", null], ["5", null, null]], await ReadAsync($"{Name}.parquet", "parquet"));
    }

    [Fact]
    public async Task Many_rows_are_one_file()
    {
        await WriteAsync(new() { ["format"] = "parquet" }, Rows.Columns(("id", ColumnKind.Integer), ("name", ColumnKind.Text)), [.. Enumerable.Range(0, 20_000).Select(id => new object?[] { (long)id, $"name {id}" })]);

        Assert.Equal(20_000, (await ReadAsync(Assert.Single(await NamesAsync()), "parquet")).Count);
    }

    [Fact]
    public async Task A_signature_opens_the_container_too()
    {
        var account = new BlobServiceClient(_connectionString);
        var sas = _container.GenerateSasUri(BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write, DateTimeOffset.MaxValue).Query;
        var settings = new JsonObject { ["connection_string"] = null, ["account_url"] = account.Uri.AbsoluteUri, ["sas_token"] = sas };

        await WriteAsync(settings, Rows.Columns(("id", ColumnKind.Integer)), [1L]);

        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task A_check_tells_the_container_and_writes_nothing()
    {
        var server = await _host["azure_blob"].CheckAsync(Settings([]), CancellationToken.None);

        Assert.Equal($"devstoreaccount1/{_container.Name}", server.Version);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task A_container_that_is_not_there_or_a_wrong_key_is_told_without_the_key()
    {
        var absent = await Assert.ThrowsAsync<ConnectorException>(() => _host["azure_blob"].CheckAsync(Settings(new() { ["container"] = "absent" }), CancellationToken.None));
        Assert.Equal(ConnectorFailure.StatementFailed, absent.Failure);
        Assert.Contains("container", absent.Message, StringComparison.Ordinal);

        var wrongKey = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('k', 64)));
        var wrong = string.Join(';', _connectionString.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? $"AccountKey={wrongKey}" : part));
        var denied = await Assert.ThrowsAsync<ConnectorException>(() => _host["azure_blob"].CheckAsync(Settings(new() { ["connection_string"] = wrong }), CancellationToken.None));
        Assert.Equal(ConnectorFailure.AccessDenied, denied.Failure);
        Assert.DoesNotContain(wrongKey, denied.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_on_a_private_address_is_refused_where_the_deployment_does_not_allow_it()
    {
        using var strict = new DestinationHost(allowPrivate: false);

        foreach (var connectionString in new[] { _connectionString, "UseDevelopmentStorage=true" })
        {
            var failure = await Assert.ThrowsAsync<ConnectorException>(() => strict["azure_blob"].CheckAsync(Settings(new() { ["connection_string"] = connectionString }), CancellationToken.None));
            Assert.Contains("does not connect to", failure.Message, StringComparison.Ordinal);
            Assert.False(failure.IsTransient);
        }
    }

    [Theory]
    [InlineData("container", "container", "\"Not A Container\"")]
    [InlineData("format", "format", "\"xlsx\"")]
    [InlineData("compression", "compression", "\"zip\"")]
    [InlineData("path_template", "path_template", "\"{stream}/{date}.csv\"")]
    [InlineData("path_template", "path_template", "\"{stream}/{run}-{chunk}-{batch}-{colour}.csv\"")]
    [InlineData("path_template", "path_template", "\"../{run}-{chunk}-{batch}.csv\"")]
    [InlineData("prefix", "prefix", "\"a//b\"")]
    [InlineData("connection_string", "connection_string", "\"nonsense\"")]
    [InlineData("connection_string", "account_url", "\"https://example.blob.core.windows.net\"")]
    [InlineData("null_text", "null_text", "\"a,b\"")]
    [InlineData("batch_row", "batch_row", "5")]
    public void A_mistake_is_told_by_its_property(string path, string property, string json)
    {
        var settings = Settings([]);
        settings.Configuration[property] = JsonNode.Parse(json);

        Assert.Contains(_host["azure_blob"].Validate(settings), problem => problem.Path == path);
    }

    [Fact]
    public void The_deployments_identity_is_not_lent_unless_its_settings_say_so()
    {
        var settings = Settings(new() { ["connection_string"] = null, ["account_url"] = "https://example.blob.core.windows.net", ["use_managed_identity"] = true });

        Assert.Equal("use_managed_identity", Assert.Single(_host["azure_blob"].Validate(settings)).Path);
        using var lending = new DestinationHost(settings: new() { ["BlobFiles:ManagedIdentityHosts:0"] = "example.blob.core.windows.net" });
        Assert.Empty(lending["azure_blob"].Validate(settings));
        settings.Configuration["account_url"] = "http://example.blob.core.windows.net";
        Assert.NotEmpty(lending["azure_blob"].Validate(settings));
        settings.Configuration["account_url"] = "https://evil.example.com";
        Assert.NotEmpty(lending["azure_blob"].Validate(settings));
    }

    private Task<IReadOnlyList<RowRejection>> WriteAsync(JsonObject configuration, ResultColumn[] columns, params object?[][] rows) => WriteAsync(configuration, columns, [], "public.people", rows);

    private async Task<IReadOnlyList<RowRejection>> WriteAsync(JsonObject configuration, ResultColumn[] columns, JsonObject options, string stream, params object?[][] rows)
    {
        await using var writer = await OpenAsync(configuration, columns, options, stream);
        return await writer.WriteAsync(Rows.Batch(RowOperations.Append, rows), CancellationToken.None);
    }

    private async Task<IRowWriter> OpenAsync(JsonObject configuration, ResultColumn[] columns, JsonObject? options = null, string stream = "public.people")
    {
        var settings = Settings(configuration);
        Assert.Empty(_host["azure_blob"].Validate(settings));
        var files = Assert.Single(await _host["azure_blob"].DiscoverAsync(settings, CancellationToken.None));
        var opened = await _host["azure_blob"].OpenAsync(settings, new WriteTarget(files with { Name = stream }, columns, [], RowOperations.Append) { Options = options ?? [] }, CancellationToken.None);
        return opened.Succeeded(out var writer, out var error) ? writer : throw new InvalidOperationException($"{error}");
    }

    private DestinationSettings Settings(JsonObject configuration)
    {
        var all = new JsonObject { ["connection_string"] = _connectionString, ["container"] = _container.Name, ["prefix"] = "/out/" };
        foreach (var (name, value) in configuration)
            all[name] = value?.DeepClone();
        return new DestinationSettings(all);
    }

    private async Task<List<string>> NamesAsync() => await _container.GetBlobsAsync().Select(blob => blob.Name).ToListAsync();

    private async Task<string> TextAsync(string name) => (await _container.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString();

    /// <summary>The rows as DuckDB reads them from the file, each value as the text of its type.</summary>
    private async Task<List<string?[]>> ReadAsync(string name, string format)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("read-").FullName, name.Split('/')[^1]);
        await _container.GetBlobClient(name).DownloadToAsync(path);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            await using var plain = File.Create(path[..^3]);
            await packed.CopyToAsync(plain);
            path = path[..^3];
        }
        var source = format switch
        {
            "csv" => $"read_csv('{path}', allow_quoted_nulls=false, types={{'amount': 'DECIMAL(38,18)', 'bytes': 'VARCHAR', 'at': 'TIME', 'instant': 'TIMESTAMPTZ', 'doc': 'VARCHAR', 'uuid': 'UUID'}})",
            "jsonl" => $"read_json('{path}', format='newline_delimited', columns={{'id':'BIGINT','name':'VARCHAR','amount':'DOUBLE','share':'DOUBLE','ok':'BOOLEAN','day':'DATE','at':'TIME','local':'TIMESTAMP','instant':'TIMESTAMPTZ','uuid':'UUID','doc':'JSON','bytes':'VARCHAR'}})",
            _ => $"'{path}'",
        };
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone = 'UTC'; SELECT COLUMNS(*)::VARCHAR FROM {source}";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? null : Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))]);
        if (format == "jsonl") // whose numbers DuckDB reads as floating-point ones
            rows[0][2] = JsonNode.Parse(File.ReadLines(path).First())!["amount"]!.ToJsonString();
        return rows;
    }
}
