using System.Net;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests.AiSquared;

/// <summary>What is behind connectors: catalogs and rows.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class ConnectorDataTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task Discovering_a_source_answers_a_catalog_of_its_tables()
    {
        var shop = await _api.ShopAsync();

        var answer = await _api.GetAsync($"connectors/{shop}/discover");

        Assert.Equal((HttpStatusCode.OK, "catalogs", shop), (answer.Status, answer.At("$.data.type"), answer.Attributes.At("$.connector_id")));
        Assert.Equal(["connector_id", "workspace_id", "catalog", "catalog_hash"], answer.Attributes.AsObject().Select(attribute => attribute.Key));
        Assert.Matches("^[0-9a-f]{40}$", answer.Attributes.At("$.catalog_hash"));
        Assert.Equal(
            ["streams", "request_rate_limit", "request_rate_limit_unit", "request_rate_concurrency", "schema_mode"],
            answer.Attributes["catalog"]!.AsObject().Select(member => member.Key));
        Assert.Contains(Streams(answer), stream => stream.At("$.name") == "users");
    }

    [Fact]
    public async Task A_stream_has_the_documented_members_and_a_schema_of_its_columns()
    {
        var users = Streams(await _api.GetAsync($"connectors/{await _api.ShopAsync()}/discover")).Single(stream => stream.At("$.name") == "users")!.AsObject();

        Assert.Equal(
            ["name", "action", "json_schema", "supported_sync_modes", "source_defined_cursor", "default_cursor_field", "source_defined_primary_key", "namespace",
             "url", "request_method", "batch_support", "batch_size", "request_rate_limit", "request_rate_limit_unit", "request_rate_concurrency"],
            users.Select(member => member.Key));
        Assert.Equal("""["full_refresh","incremental"]""", users["supported_sync_modes"]!.ToJsonString());
        Assert.Equal("object", users.At("$.json_schema.type"));
        Assert.Contains("string", users["json_schema"]!["properties"]!["email"]!["type"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovering_twice_answers_the_same_catalog()
    {
        var shop = await _api.ShopAsync();

        var (first, second) = (await _api.GetAsync($"connectors/{shop}/discover"), await _api.GetAsync($"connectors/{shop}/discover?refresh=true"));

        Assert.Equal(first.Attributes.At("$.catalog_hash"), second.Attributes.At("$.catalog_hash"));
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_422()
    {
        var id = (await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("nothing")}}", "connector_type": "source", "connector_name": "Sqlite", "configuration": {"database": "nothing.db"} } }
            """)).Id;

        var answer = await _api.GetAsync($"connectors/{id}/discover");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "422"), (answer.Status, answer.At("$.errors[0].status")));
    }

    [Fact]
    public async Task A_word_other_than_true_or_false_for_refresh_is_400() =>
        Assert.NotNull((await _api.GetAsync($"connectors/{await _api.ShopAsync()}/discover?refresh=maybe")).At("$.errors.refresh[0]"));

    [Fact]
    public async Task A_catalog_that_is_given_is_201_and_discovered_until_it_is_discovered_anew()
    {
        var id = await _api.NewSourceAsync();

        var made = await _api.PostAsync("catalogs", $$"""{"connector_id": {{id}}, "catalog": {"json_schema": {"type": "object", "properties": {"email": {"type": "string"} } } } }""");

        Assert.Equal((HttpStatusCode.Created, "catalogs", id), (made.Status, made.At("$.data.type"), made.Attributes.At("$.connector_id")));
        var found = await _api.GetAsync($"connectors/{id}/discover");
        Assert.Equal((made.Id, "string"), (found.Id, Streams(found)[0]!["json_schema"]!["properties"].At("$.email.type")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _api.GetAsync($"connectors/{id}/discover?refresh=true")).Status);
    }

    [Fact]
    public async Task A_catalog_that_is_changed_is_201_too_and_has_another_hash()
    {
        var made = await _api.PostAsync("catalogs", $$"""{"connector_id": {{await _api.NewSourceAsync()}}, "catalog": {"json_schema": {"type": "object"} } }""");

        var changed = await _api.PutAsync($"catalogs/{made.Id}", """{"catalog": {"json_schema": {"type": "object", "properties": {"name": {"type": "string"}}}}}""");

        Assert.Equal((HttpStatusCode.Created, made.Id), (changed.Status, changed.Id));
        Assert.NotEqual(made.Attributes.At("$.catalog_hash"), changed.Attributes.At("$.catalog_hash"));
    }

    [Fact]
    public async Task A_catalog_of_a_connector_that_is_not_there_is_404() => Assert.Equal(
        (HttpStatusCode.NotFound, "Connector not found"),
        await _api.PostAsync("catalogs", """{"connector_id": 987654, "catalog": {"json_schema": {"type": "object"}}}""") is var answer
            ? (answer.Status, answer.At("$.errors[0].detail"))
            : default);

    [Fact]
    public async Task A_catalog_that_is_not_there_is_404_with_one_message()
    {
        var answer = await _api.PutAsync("catalogs/987654", """{"catalog": {"json_schema": {"type": "object"}}}""");

        Assert.Equal((HttpStatusCode.NotFound, "Catalog not found"), (answer.Status, answer.At("$.error")));
    }

    [Theory]
    [InlineData("no catalog", "")]
    [InlineData("no schema in it", """, "catalog": {}""")]
    public async Task A_catalog_without_its_parts_is_422_with_one_message(string rule, string rest)
    {
        var answer = await _api.PostAsync("catalogs", $$"""{"connector_id": {{await _api.NewSourceAsync()}}{{rest}} }""");

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, rule);
        Assert.Contains("param is missing", answer.At("$.error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_statement_are_objects_by_column()
    {
        var answer = await _api.PostAsync($"connectors/{await _api.ShopAsync()}/query_source", """{"query": "SELECT id, name FROM users ORDER BY id", "limit": 2}""");

        Assert.Equal((HttpStatusCode.OK, 2), (answer.Status, answer.List.Count));
        Assert.Equal(["id", "name"], answer.List[0]!.AsObject().Select(column => column.Key));
        Assert.Equal("1", answer.List[0].At("$.id"));
    }

    [Fact]
    public async Task Fifty_rows_are_answered_where_no_limit_is_given() =>
        Assert.Equal(50, (await _api.PostAsync($"connectors/{await _api.ShopAsync()}/query_source", """{"query": "SELECT id FROM users"}""")).List.Count);

    [Fact]
    public async Task At_most_a_thousand_rows_are_answered() =>
        Assert.Equal(1_000, (await _api.PostAsync(
            $"connectors/{await _api.ShopAsync()}/query_source", """{"query": "SELECT range AS n FROM range(5000)", "limit": 4000}""")).List.Count);

    [Theory]
    [InlineData("a table that is not there", "SELECT * FROM nowhere")]
    [InlineData("a statement that is none", "SELEC 1")]
    [InlineData("a statement that writes", "DELETE FROM users")]
    [InlineData("two statements", "SELECT 1; SELECT 2")]
    public async Task A_statement_that_cannot_run_is_422_with_an_error_item(string rule, string query)
    {
        var answer = await _api.PostAsync($"connectors/{await _api.ShopAsync()}/query_source", $$"""{"query": "{{query}}"}""");

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{rule}: {answer.Text}");
        Assert.NotEmpty(answer.At("$.errors[0].detail")!);
    }

    [Theory]
    [InlineData("no statement", "{}", "$.errors.query[0]")]
    [InlineData("an empty statement", """{"query": ""}""", "$.errors.query[0]")]
    [InlineData("a limit of nothing", """{"query": "SELECT 1", "limit": 0}""", "$.errors.limit[0]")]
    public async Task Querying_a_source_has_a_contract(string rule, string body, string path)
    {
        var answer = await _api.PostAsync($"connectors/{await _api.ShopAsync()}/query_source", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At(path));
    }

    [Fact]
    public async Task A_payload_that_is_no_json_is_400()
    {
        var answer = await _api.PostAsync($"connectors/{await _api.ShopAsync()}/execute_model", """{"payload": "{"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "must be a valid JSON string"), (answer.Status, answer.At("$.errors.payload[0]")));
    }

    [Fact]
    public async Task A_connector_without_a_model_cannot_be_executed()
    {
        var answer = await _api.PostAsync($"connectors/{await _api.ShopAsync()}/execute_model", """{"payload": "{}"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Catalog is not present for the connector"), (answer.Status, answer.At("$.errors[0].detail")));
    }

    [Theory]
    [InlineData("query_source", """{"query": "SELECT 1"}""")]
    [InlineData("execute_model", """{"payload": "{}"}""")]
    public async Task Of_a_connector_that_is_not_there_nothing_is_asked(string action, string body) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _api.PostAsync($"connectors/987654/{action}", body)).Status);

    private static JsonArray Streams(Answer answer) => answer.Attributes["catalog"]!["streams"]!.AsArray();
}
