using System.Net;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests.AiSquared;

/// <summary>Connectors that are written to.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class DestinationTests(RunningPlatform platform)
{
    private const string Mask = "*************";

    private readonly SquaredApi _api = new(platform);

    [Theory]
    [InlineData("Postgresql")]
    [InlineData("MicrosoftSql")]
    public async Task User_and_password_are_nested_where_the_product_nests_them_and_the_password_is_masked(string name)
    {
        var made = await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("nested")}}", "connector_type": "destination", "connector_name": "{{name}}", "configuration":
             {"host": "db.example.com", "port": "6000", "database": "production", "schema": "sales",
              "credentials": {"auth_type": "username/password", "username": "writer", "password": "top-secret"} } } }
            """);

        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        var shown = (await _api.GetAsync($"connectors/{made.Id}")).Attributes;
        Assert.Equal(("destination", name), (shown.At("$.connector_type"), shown.At("$.connector_name")));
        Assert.Equal(("writer", Mask, "username/password"), (
            shown.At("$.configuration.credentials.username"), shown.At("$.configuration.credentials.password"), shown.At("$.configuration.credentials.auth_type")));
        Assert.Equal(("6000", "sales"), (shown.At("$.configuration.port"), shown.At("$.configuration.schema")));
        Assert.DoesNotContain("top-secret", made.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgresql", true)]
    [InlineData("MicrosoftSql", true)]
    [InlineData("MariaDB", false)]
    [InlineData("Mysql", false)]
    public async Task A_definition_describes_what_a_configuration_looks_like(string name, bool isNested)
    {
        var definition = (await _api.GetAsync($"connector_definitions/{name}?type=destination")).Body!;

        Assert.Equal("true", definition.Secret(isNested ? "$.credentials.properties.password" : "$.password"));
        Assert.Contains(
            isNested ? "credentials" : "username", definition["connector_spec"]!["connection_specification"]!["required"]!.AsArray().Select(field => field!.ToString()));
    }

    [Fact]
    public async Task A_configuration_that_was_read_can_be_sent_back()
    {
        var id = (await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("round")}}", "connector_type": "destination", "connector_name": "MariaDB", "configuration":
             {"host": "db.example.com", "database": "shop", "username": "writer", "password": "top-secret"} } }
            """)).Id;
        var read = (await _api.GetAsync($"connectors/{id}")).Attributes["configuration"]!;
        read["database"] = "another";

        var answer = await _api.PutAsync($"connectors/{id}", new JsonObject { ["connector"] = new JsonObject { ["configuration"] = read.DeepClone() } }.ToJsonString());

        Assert.Equal((HttpStatusCode.OK, "another", Mask), (
            answer.Status, answer.Attributes["configuration"].At("$.database"), answer.Attributes["configuration"].At("$.password")));
    }

    [Fact]
    public async Task An_http_address_goes_by_its_documented_name_and_headers_that_are_secrets_are_not_shown()
    {
        var made = await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("http")}}", "connector_type": "destination", "connector_name": "Http", "configuration":
             {"destination_url": "https://hooks.example.com/rows", "headers": {"X-Team": "sales", "Authorization": "Bearer top-secret"} } } }
            """);

        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        Assert.DoesNotContain("top-secret", made.Text, StringComparison.Ordinal);
        var shown = made.Attributes["configuration"]!;
        Assert.Equal(("https://hooks.example.com/rows", "sales", Mask), (shown.At("$.destination_url"), shown.At("$.headers.X-Team"), shown.At("$.headers.Authorization")));
        var sentBack = await _api.PutAsync($"connectors/{made.Id}", new JsonObject { ["connector"] = new JsonObject { ["configuration"] = shown.DeepClone() } }.ToJsonString());
        Assert.Equal((HttpStatusCode.OK, shown.ToJsonString()), (sentBack.Status, sentBack.Attributes["configuration"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("Http", "http")]
    [InlineData("Slack", "messages")]
    public async Task A_system_that_is_no_database_has_its_own_streams(string name, string stream)
    {
        var configuration = name == "Slack" ? """{"api_token": "xoxb-1", "channel_id": "C1"}""" : """{"destination_url": "https://hooks.example.com/rows"}""";
        var id = (await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique(name)}}", "connector_type": "destination", "connector_name": "{{name}}", "configuration": {{configuration}} } }
            """)).Id;

        var catalog = (await _api.GetAsync($"connectors/{id}/discover")).Attributes["catalog"]!;

        Assert.Contains(catalog["streams"]!.AsArray(), found => found.At("$.name") == stream);
    }

    [Theory]
    [InlineData("Http")]
    [InlineData("Slack")]
    [InlineData("Hubspot")]
    [InlineData("SalesforceCrm")]
    [InlineData("GoogleSheets")]
    [InlineData("Airtable")]
    [InlineData("Klaviyo")]
    [InlineData("Zendesk")]
    [InlineData("Mailchimp")]
    [InlineData("Stripe")]
    [InlineData("Iterable")]
    [InlineData("Sqlite")]
    [InlineData("DuckDb")]
    public async Task Each_documented_destination_is_there_by_its_name(string name) =>
        Assert.Equal(name, (await _api.GetAsync($"connector_definitions/{name}?type=destination")).At("$.name"));

    [Theory]
    [InlineData("a setting that is missing", """{"username": "x"}""", "configuration.host")]
    [InlineData("a port that is none", """{"host": "h.example.com", "port": 99999, "database": "d", "username": "u"}""", "configuration.port")]
    [InlineData("a secret sent as it is shown", """{"host": "h.example.com", "database": "d", "username": "u", "password": "*************"}""", "configuration")]
    public async Task A_configuration_that_breaks_its_schema_is_422_with_its_source(string rule, string configuration, string source)
    {
        var answer = await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("bad")}}", "connector_type": "destination", "connector_name": "MariaDB", "configuration": {{configuration}} } }
            """);

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, rule + answer.Text);
        Assert.NotNull(answer.Body!["errors"]![0]!["source"]![source]);
    }

    [Fact]
    public async Task A_name_may_be_a_sources_and_a_destinations_and_only_once_each()
    {
        var name = SquaredApi.Unique("both");
        await _api.NewSourceAsync(name);
        var body = $$"""
            {"connector": {"name": "{{name}}", "connector_type": "destination", "connector_name": "Sqlite", "configuration": {"database": "x.db"} } }
            """;

        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync("connectors", body)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _api.PostAsync("connectors", body)).Status);
    }

    [Fact]
    public async Task Discovering_one_answers_its_streams_with_their_keys()
    {
        var answer = await _api.GetAsync($"connectors/{await _api.TargetAsync()}/discover");

        var customers = answer.Attributes["catalog"]!["streams"]!.AsArray().Single(stream => stream.At("$.name") == "customers")!;
        Assert.Equal("""[["id"]]""", customers["source_defined_primary_key"]!.ToJsonString());
        Assert.Equal("create", customers.At("$.action"));
        Assert.Equal("""["name"]""", customers["json_schema"]!["required"]!.ToJsonString());
    }

    [Fact]
    public async Task A_connection_to_one_is_checked()
    {
        var answer = await _api.PostAsync("connector_definitions/check_connection", $$"""
            {"type": "destination", "name": "Sqlite", "connection_spec": {"database": "{{TargetDatabase.Of(platform).Name}}"} }
            """);

        Assert.Equal("succeeded", answer.At("$.connection_status.status"));
    }

    [Fact]
    public async Task One_is_not_queried()
    {
        var answer = await _api.PostAsync($"connectors/{await _api.TargetAsync()}/query_source", """{"query": "SELECT 1"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Connector is not a source"), (answer.Status, answer.At("$.errors[0].detail")));
    }

    [Fact]
    public async Task A_model_is_not_of_one() => Assert.Equal(
        HttpStatusCode.UnprocessableEntity,
        (await _api.PostAsync("models", $$"""
            {"model": {"connector_id": {{await _api.TargetAsync()}}, "name": "x", "query_type": "raw_sql", "query": "SELECT 1 AS id", "primary_key": "id"} }
            """)).Status);

    [Fact]
    public async Task A_stream_may_be_named_without_its_schema()
    {
        var source = (await _api.GetAsync("connectors?type=source")).List.First(item => item.At("$.attributes.name") == "Demo data environment");
        var target = (await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("schema")}}", "connector_type": "destination", "connector_name": "DuckDb",
             "configuration": {"database": "{{source.At("$.attributes.configuration.database")}}", "schema": "usr"} } }
            """)).Id;

        var made = await _api.PostAsync("syncs", $$"""
            {"sync": {"model_id": {{await _api.NewModelAsync(await _api.ShopAsync(), query: "SELECT id, name, email, created_at FROM users")}}, "destination_id": {{target}},
             "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "users", "configuration": {"id": "user_id", "name": "name", "email": "email", "created_at": "created_at"} } }
            """);

        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        Assert.Equal("users", made.Attributes.At("$.stream_name"));
    }

    [Fact]
    public async Task Deleting_one_answers_204_and_it_is_gone()
    {
        var id = await _api.NewTargetAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await _api.DeleteAsync($"connectors/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"connectors/{id}")).Status);
    }
}
