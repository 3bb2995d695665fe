using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using static Http.Tests.SignalSmith.SmithDemo;

namespace Http.Tests.SignalSmith;

[Collection(nameof(RunningPlatform))]
public sealed class SourceExamples(RunningPlatform platform)
{
    private readonly SmithDemo _demo = new(platform);

    [Fact]
    public async Task A_source_goes_through_its_life()
    {
        var name = NewName("Warehouse");
        var body = new
        {
            name,
            source_type = "postgresql",
            config = new { host = "db.example.com", port = 5432, database = "analytics", username = "reader", password = "secret-of-the-example", ssl_mode = "require", schema = "public" },
        };

        var created = await BodyAsync(_demo.PostAsync("/sources", body), HttpStatusCode.Created);
        var path = $"/sources/{created.At("$.id")}";
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", created.At("$.id"));
        Assert.Equal((Workspace, name, "postgresql", "public"), (created.At("$.workspace_id"), created.At("$.name"), created.At("$.source_type"), created.At("$.config.schema")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", created.At("$.updated_at"));
        Assert.DoesNotContain("secret-of-the-example", created.ToJsonString(), StringComparison.Ordinal);
        Assert.False(created["config"]!.AsObject().ContainsKey("password"));

        await ErrorAsync(_demo.PostAsync("/sources", body), HttpStatusCode.Conflict);
        Assert.Equal("Renamed", (await BodyAsync(_demo.PutAsync(path, new { name = "Renamed" }))).At("$.name"));
        Assert.Equal("Renamed", (await BodyAsync(_demo.GetAsync(path))).At("$.name"));
        Assert.Equal("""{"status":"deleted"}""", (await BodyAsync(_demo.DeleteAsync(path))).ToJsonString());
        await ErrorAsync(_demo.GetAsync(path), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_demo_shop_is_connected_and_can_be_looked_into()
    {
        var shop = await _demo.ShopAsync();
        var path = $"/sources/{shop.At("$.id")}/schemas";

        Assert.Equal(("duckdb", "connected", ""), (shop.At("$.source_type"), shop.At("$.status"), shop.At("$.status_error")));
        Assert.Contains((await BodyAsync(_demo.GetAsync(path))).AsArray(), schema => schema.At("$.name") == "main" && schema.At("$.is_default") == "true");
        var users = (await BodyAsync(_demo.GetAsync($"{path}/main/tables"))).AsArray().Single(table => table.At("$.name") == "users")!;
        Assert.Equal(("table", "2400"), (users.At("$.type"), users.At("$.row_estimate")));
        var columns = (await BodyAsync(_demo.GetAsync($"{path}/main/tables/users/columns"))).AsArray();
        Assert.Equal(("integer", "true", "false"), (columns[0].At("$.type"), columns[0].At("$.primary_key"), columns[0].At("$.nullable")));
        Assert.Equal("timestamp", columns.Single(column => column.At("$.name") == "created_at").At("$.type"));
        await ErrorAsync(_demo.GetAsync($"{path}/nothing/tables"), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("snowflake", """{"account": "xy12345", "warehouse": "COMPUTE_WH", "database": "ANALYTICS", "schema": "PUBLIC", "username": "svc"}""")]
    [InlineData("bigquery", """{"project_id": "p", "dataset": "d"}""")]
    [InlineData("databricks", """{"host": "h", "http_path": "p"}""")]
    public async Task Warehouses_that_are_not_here_are_422(string type, string config)
    {
        var error = await ErrorAsync(_demo.PostAsync("/sources", $$"""{"name": "Warehouse", "source_type": "{{type}}", "config": {{config}}}"""), HttpStatusCode.UnprocessableEntity);

        Assert.Contains("postgresql", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name": "x"}""")]
    [InlineData("""{"name": "x", "source_type": "fax", "config": {}}""")]
    [InlineData("""{"name": "x", "source_type": "mysql", "config": {"host": "h"}}""")]
    [InlineData("""{"name": "x", "source_type": "mysql", "config": {"host": "h", "port": 99999, "database": "d", "username": "u"}}""")]
    public async Task A_bad_source_is_400(string body) => await ErrorAsync(_demo.PostAsync("/sources", body), HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_source_is_tested_as_server_sent_events()
    {
        using var response = await _demo.PostAsync($"/sources/{(await _demo.ShopAsync()).At("$.id")}/test");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("event: step\ndata: {\"step\":\"connect\",\"status\":\"running\"", text, StringComparison.Ordinal);
        Assert.EndsWith("event: result\ndata: {\"success\":true,\"message\":\"The source can be read.\"}\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"source_type": "postgresql", "config": {"host": "127.0.0.1", "port": 1, "database": "d", "username": "u", "password": "secret-of-the-example"}}""")]
    [InlineData("""{"source_type": "duckdb", "config": {"database": "demo:nothing.duckdb"}}""")]
    [InlineData("""{"source_type": "sqlite", "config": {"database": "../../etc/passwd"}}""")]
    public async Task Settings_that_do_not_work_are_a_result_that_says_why(string body)
    {
        using var response = await _demo.PostAsync("/sources/test", body);
        var text = await response.Content.ReadAsStringAsync();
        var result = JsonNode.Parse(text[(text.LastIndexOf("data: ", StringComparison.Ordinal) + 6)..]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("false", result.At("$.success"));
        Assert.NotEqual("", result.At("$.message"));
        Assert.DoesNotContain("secret-of-the-example", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("GET", "/schemas")]
    [InlineData("GET", "/schemas/main/tables")]
    [InlineData("GET", "/schemas/main/tables/users/columns")]
    public async Task An_unknown_source_is_404(string method, string path)
    {
        foreach (var id in new[] { Nobody, "not-a-uuid" })
            await ErrorAsync(_demo.SendAsync(new HttpMethod(method), $"/sources/{id}{path}", method == "PUT" ? "{}" : null), HttpStatusCode.NotFound);
    }
}
