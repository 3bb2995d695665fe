using System.Net;
using System.Text;
using DuckDB.NET.Data;
using Fixtures;

namespace FunctionsPlatform.Tests.Api.DataForge;

/// <summary>Content that is large, or none, or bad.</summary>
[Collection(nameof(ForgePlatform))]
public sealed class ImportTests(ForgePlatform platform)
{
    [Fact]
    public async Task A_larger_file_is_imported_in_the_background()
    {
        var csv = new StringBuilder("id,word\n");
        for (var row = 0; row < 150_000; row++)
            csv.Append(row).Append(",word number ").Append(row).Append('\n');

        var created = await platform.MadeOfAsync("i_large", csv.ToString());
        Assert.Equal("pending", created.At("$.status"));
        var imported = await platform.SettledAsync(created.At("$.id")!);

        Assert.Equal("ready 150000", $"{imported.At("$.status")} {imported.At("$.row_count")}");
        Assert.Equal("[[149999]]", await platform.RowsAsync(created.At("$.id")!, "SELECT max(id) FROM i_large"));
    }

    [Fact]
    public async Task A_file_larger_than_a_request_is_uploaded_to_a_signed_address()
    {
        var created = await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/datasets", new { name = "i_uploaded", source = new { type = "upload", format = "json_lines" } }));
        var id = created.At("$.id")!;
        Assert.Equal("dataset_upload_missing", (await (await platform.Client.PostAsync($"/api/v1/datasets/{id}/upload/complete", null)).JsonAsync()).At("$.error.code"));
        Assert.Equal("dataset_not_ready", (await (await platform.QueryAsync(id, "SELECT 1")).JsonAsync()).At("$.error.code"));

        using var anybody = new HttpClient(new SocketsHttpHandler());
        using var put = new HttpRequestMessage(HttpMethod.Put, created.At("$.upload.url")) { Content = new StringContent("{\"a\": 1}\n{\"a\": 2}\n") };
        put.Headers.Add("x-ms-blob-type", created["upload"]!["headers"].At("$.x-ms-blob-type"));
        Assert.Equal(HttpStatusCode.Created, (await anybody.SendAsync(put)).StatusCode);
        var accepted = await platform.Client.PostAsync(created.At("$.upload.complete_url"), null);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        Assert.Equal("ready", (await platform.SettledAsync(id)).At("$.status"));
        Assert.Equal("[[3]]", await platform.RowsAsync(id, "SELECT sum(a) FROM i_uploaded"));
    }

    [Fact]
    public async Task An_upload_beyond_the_limit_is_refused()
    {
        var created = await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/datasets", new { name = "i_beyond", source = new { type = "upload" } }));
        using var anybody = new HttpClient(new SocketsHttpHandler());
        using var put = new HttpRequestMessage(HttpMethod.Put, created.At("$.upload.url")) { Content = new ByteArrayContent(new byte[9 * 1024 * 1024]) };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        (await anybody.SendAsync(put)).EnsureSuccessStatusCode();

        var refused = await platform.Client.PostAsync(created.At("$.upload.complete_url"), null);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal("dataset_file_too_large", (await refused.JsonAsync()).At("$.error.code"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", new byte[25 * 1024 * 1024], "huge.csv")).StatusCode);
    }

    [Fact]
    public async Task Parquet_is_taken_as_it_is()
    {
        var file = Parquet("SELECT i AS id, i / 4 AS quarter, {'a': i} AS nested, (i * 1.5)::DECIMAL(9,2) AS money, i::UBIGINT AS huge, TIMESTAMP '2026-01-01' + INTERVAL (i) DAY AS day FROM range(100) t(i)");

        var created = await ForgePlatform.ReadAsync(await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", file, "i_parquet.parquet"));

        Assert.Equal("integer float json decimal decimal timestamp", string.Join(' ', created["columns"]!.AsArray().Select(column => column.At("$.type"))));
        Assert.Equal("""[[7,1.75,"{\"a\":7}",10.50,7,"2026-01-08T00:00:00"]]""", await platform.RowsAsync(created.At("$.id")!, "SELECT * FROM i_parquet WHERE id = 7"));
    }

    [Theory]
    [InlineData("SELECT 1 AS same FROM range(10000000)", "dataset_too_large")]
    [InlineData("SELECT repeat('x', 1000) || range AS long FROM range(200000)", "dataset_too_large")]
    public async Task A_parquet_bomb_is_refused_before_it_is_unpacked(string sql, string code)
    {
        var file = Parquet(sql);

        var refused = await SettledErrorAsync(await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", file, "bomb.parquet"));

        Assert.Equal(code, refused);
    }

    [Theory]
    [InlineData("rows.parquet", "PAR1 this is not what it says PAR1", "dataset_file_unreadable")]
    [InlineData("rows.csv", "", "dataset_file_unreadable")]
    [InlineData("rows.csv", "a,\"b\n1,2\n", "dataset_file_unreadable")]
    [InlineData("rows.csv", "a,A\n1,2\n", "dataset_columns_invalid")]
    [InlineData("rows.csv", "a,\n1,2\n", "dataset_columns_invalid")]
    [InlineData("rows.csv", "a,b\n1,2\n3\n", "dataset_values_unreadable")]
    [InlineData("rows.csv", "a,b\n1,\"2\"x\n", "dataset_values_unreadable")]
    [InlineData("rows.jsonl", "{\"a\": 1}\nnot json\n", "dataset_values_unreadable")]
    [InlineData("rows.jsonl", "[1]\n", "dataset_file_unreadable")]
    public async Task Bad_content_is_refused_and_leaves_nothing(string file, string content, string code)
    {
        var refused = await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", Encoding.UTF8.GetBytes(content), file, ("name", "i_bad"));

        Assert.Equal($"UnprocessableEntity {code}", $"{refused.StatusCode} {(await refused.JsonAsync()).At("$.error.code")}");
        var listed = await ForgePlatform.ReadAsync(await platform.Client.GetAsync("/api/v1/datasets?limit=100"));
        Assert.DoesNotContain("i_bad", listed["data"]!.AsArray().Select(dataset => dataset.At("$.name")));
    }

    [Fact]
    public async Task Too_many_columns_or_a_bad_request_are_refused()
    {
        var wide = string.Join(',', Enumerable.Range(0, 61).Select(at => $"c{at}")) + "\n";
        Assert.Equal("dataset_too_large", await SettledErrorAsync(await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", Encoding.UTF8.GetBytes(wide), "wide.csv")));

        Assert.Equal("dataset_invalid", await SettledErrorAsync(await platform.PostAsync("/api/v1/datasets", new { name = "no/slash", source = new { type = "rows", rows = new object[] { new { a = 1 } } } })));
        Assert.Equal("json_shape_wrong", await SettledErrorAsync(await platform.PostAsync("/api/v1/datasets", new { name = "x", source = new { type = "rows", rows = new object[] { 1 } } })));
        Assert.Equal("connection_not_found", await SettledErrorAsync(await platform.PostAsync("/api/v1/datasets", new { name = "x", source = new { type = "query", connection_id = "conn_none", query = "SELECT 1" } })));
        var odd = await (await platform.PostAsync("/api/v1/datasets", new
        {
            name = "x",
            source = new { type = "query", connection_id = "conn_none", query = "SELECT 1" },
            refresh = new { cron = "often" },
        })).JsonAsync();
        Assert.Equal("$.refresh.cron", odd.At("$.error.details[0].path"));
        using var noFile = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        Assert.Equal("parameter_invalid", await SettledErrorAsync(await platform.Client.PostAsync("/api/v1/datasets", noFile)));
        using var broken = new StringContent("no parts");
        broken.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        Assert.Equal("multipart_malformed", await SettledErrorAsync(await platform.Client.PostAsync("/api/v1/datasets", broken)));
    }

    [Fact]
    public async Task A_query_over_a_connection_is_refreshed()
    {
        await ShopPlatform.MakeShopAsync(Path.Combine(platform.Files, "shop.db"));
        var connection = (await ForgePlatform.ReadAsync(await platform.PostAsync("/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" }))).At("$.data.connection_id")!;

        var created = await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/datasets", new
        {
            name = "i_refreshed",
            source = new { type = "query", connection_id = connection, query = "SELECT id, name, balance, created_at FROM users" },
            refresh = new { cron = "0 6 * * *", time_zone = "Europe/Zurich" },
        }));
        var id = created.At("$.id")!;
        var ready = await platform.SettledAsync(id);

        Assert.Equal("ready 3 1", $"{ready.At("$.status")} {ready.At("$.row_count")} {ready.At("$.version")}");
        Assert.Equal("0 6 * * *", ready.At("$.refresh.cron"));
        Assert.NotNull(ready.At("$.next_refresh_at"));
        Assert.Equal("[[\"Ada\",12.5]]", await platform.RowsAsync(id, "SELECT name, balance FROM i_refreshed WHERE id = 1"));

        Assert.Equal(HttpStatusCode.Accepted, (await platform.Client.PostAsync($"/api/v1/datasets/{id}/refresh", null)).StatusCode);
        Assert.Equal("2", (await platform.SettledAsync(id)).At("$.version"));
        File.Delete(Path.Combine(platform.Files, "shop.db"));
        await platform.Client.PostAsync($"/api/v1/datasets/{id}/refresh", null);
        var failed = await platform.SettledAsync(id);
        Assert.Equal("failed 3 connection_unreachable", $"{failed.At("$.status")} {failed.At("$.row_count")} {failed.At("$.error.code")}");
        Assert.Equal("[[3]]", await platform.RowsAsync(id, "SELECT count(*) FROM i_refreshed"));
    }

    /// <summary>The code of a refusal, given at once or told by the dataset later.</summary>
    private async Task<string?> SettledErrorAsync(HttpResponseMessage response)
    {
        var body = await response.JsonAsync();
        return body.At("$.error.code") ?? (await platform.SettledAsync(body.At("$.id")!)).At("$.error.code");
    }

    private byte[] Parquet(string sql)
    {
        var path = Path.Combine(platform.Files, Path.GetRandomFileName());
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"COPY ({sql}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)";
            command.ExecuteNonQuery();
        }

        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
