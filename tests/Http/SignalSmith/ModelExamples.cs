using System.Net;
using Fixtures;
using static Http.Tests.SignalSmith.SmithDemo;

namespace Http.Tests.SignalSmith;

[Collection(nameof(RunningPlatform))]
public sealed class ModelExamples(RunningPlatform platform)
{
    private readonly SmithDemo _demo = new(platform);

    [Fact]
    public async Task A_model_goes_through_its_life()
    {
        var shop = (await _demo.ShopAsync()).At("$.id");
        var body = new
        {
            source_id = shop, name = NewName("Users"), description = "Who signed up", sql_query = "SELECT id, email, created_at FROM users", entity_type = "parent",
            primary_key_column = "id", timestamp_column = "created_at",
        };

        var created = await BodyAsync(_demo.PostAsync("/models", body), HttpStatusCode.Created);
        var path = $"/models/{created.At("$.id")}";
        Assert.Equal(
            (shop, "sql", "parent", "id", "created_at", "active", ""),
            (created.At("$.source_id"), created.At("$.model_type"), created.At("$.entity_type"), created.At("$.primary_key_column"), created.At("$.timestamp_column"), created.At("$.status"), created.At("$.status_error")));
        Assert.Equal(["id", "email", "created_at"], created["columns"]!.AsArray().Select(column => column.At("$.name")));

        await ErrorAsync(_demo.PostAsync("/models", body), HttpStatusCode.Conflict);
        var renamed = await BodyAsync(_demo.PutAsync(path, new { description = "Everybody", sql_query = "SELECT id, email FROM users", timestamp_column = "" }));
        Assert.Equal(("Everybody", body.name), (renamed.At("$.description"), renamed.At("$.name")));
        await ErrorAsync(_demo.PutAsync(path, new { timestamp_column = "nothing" }), HttpStatusCode.BadRequest);
        Assert.Equal("[]", (await BodyAsync(_demo.GetAsync($"{path}/audiences"))).ToJsonString());
        Assert.Equal("[]", (await BodyAsync(_demo.GetAsync($"{path}/traits"))).ToJsonString());
        Assert.Equal("""{"status":"deleted"}""", (await BodyAsync(_demo.DeleteAsync(path))).ToJsonString());
        await ErrorAsync(_demo.GetAsync(path), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Rows_can_be_looked_at_before_a_model_is_made()
    {
        var shop = (await _demo.ShopAsync()).At("$.id");

        var statement = await BodyAsync(_demo.PostAsync("/models/preview", new { source_id = shop, sql_query = "SELECT id, name FROM countries ORDER BY id", limit = 2 }));
        var table = await BodyAsync(_demo.PostAsync("/models/preview-table", new { source_id = shop, source_schema = "main", source_table = "countries" }));

        Assert.Equal(
            """{"columns":[{"name":"id","type":"integer"},{"name":"name","type":"text"}],"rows":[[1,"Germany"],[2,"United States"]],"row_count":2,"truncated":true}""",
            statement.ToJsonString());
        Assert.Equal(("24", "false"), (table.At("$.row_count"), table.At("$.truncated")));
    }

    [Theory]
    [InlineData("DELETE FROM users")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT nothing FROM users")]
    [InlineData("SELEC")]
    public async Task A_statement_that_may_not_or_cannot_run_is_400(string sql)
    {
        var shop = (await _demo.ShopAsync()).At("$.id");

        await ErrorAsync(_demo.PostAsync("/models/preview", new { source_id = shop, sql_query = sql }), HttpStatusCode.BadRequest);
        await ErrorAsync(_demo.PostAsync("/models", new { source_id = shop, name = NewName("Bad"), sql_query = sql }), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_422()
    {
        await ErrorAsync(_demo.PostAsync("/models", new { source_id = Nobody, name = NewName("Users"), sql_query = "SELECT 1 AS one" }), HttpStatusCode.UnprocessableEntity);
        await ErrorAsync(_demo.PostAsync("/models/preview", new { source_id = Nobody, sql_query = "SELECT 1 AS one" }), HttpStatusCode.UnprocessableEntity);
        await ErrorAsync(_demo.PostAsync("/models/preview-table", new { source_id = Nobody, source_table = "users" }), HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/audiences")]
    [InlineData("GET", "/traits")]
    [InlineData("POST", "/refresh-suggestions")]
    public async Task An_unknown_model_is_404(string method, string path) =>
        await ErrorAsync(_demo.SendAsync(new HttpMethod(method), $"/models/{Nobody}{path}", method == "PUT" ? "{}" : null), HttpStatusCode.NotFound);
}
