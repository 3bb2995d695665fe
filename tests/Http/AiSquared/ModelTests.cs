using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class ModelTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task Creating_one_answers_201_and_the_resource_with_its_connector()
    {
        var shop = await _api.ShopAsync();

        var answer = await _api.PostAsync("models", Model(shop, SquaredApi.Unique("users")));

        Assert.Equal((HttpStatusCode.Created, "models"), (answer.Status, answer.At("$.data.type")));
        Assert.Equal(
            ["name", "description", "query", "query_type", "configuration", "primary_key", "created_at", "updated_at", "connector"],
            answer.Attributes.AsObject().Select(attribute => attribute.Key));
        Assert.Equal(("raw_sql", "id", shop, "source"), (
            answer.Attributes.At("$.query_type"), answer.Attributes.At("$.primary_key"), answer.Attributes.At("$.connector.id"), answer.Attributes.At("$.connector.connector_type")));
        Assert.Null(answer.Attributes["connector"]!["configuration"]);
    }

    [Fact]
    public async Task It_is_got_as_it_was_made()
    {
        var made = await _api.PostAsync("models", Model(await _api.ShopAsync(), SquaredApi.Unique("got")));

        Assert.Equal(made.Text, (await _api.GetAsync($"models/{made.Id}")).Text);
    }

    [Theory]
    [InlineData("raw_sql", "SELECT id FROM users", "id", "{}")]
    [InlineData("dbt", "SELECT id FROM users", "id", "{}")]
    [InlineData("table_selector", "users", "id", "{}")]
    [InlineData("table_selector", "SELECT * FROM users", "id", "{}")]
    [InlineData("soql", "SELECT Id FROM Account", "Id", "{}")]
    [InlineData("ai_ml", "", "id", """{"harvesters": []}""")]
    [InlineData("dynamic_sql", "", "id", """{"harvesters": [], "json_schema": {}}""")]
    [InlineData("unstructured", "", "", """{"harvesters": [], "embedding_config": {}, "chunk_config": {}}""")]
    [InlineData("vector_search", "", "id", """{"harvesters": [], "embedding_config": {}, "json_schema": {}}""")]
    [InlineData("semistructured", "", "id", "{}")]
    public async Task Each_query_type_is_made_and_given_back(string type, string query, string key, string configuration)
    {
        var answer = await _api.PostAsync("models", $$"""
            {"model": {"connector_id": {{await _api.ShopAsync()}}, "name": "{{SquaredApi.Unique(type)}}", "query_type": "{{type}}", "query": "{{query}}",
             "primary_key": "{{key}}", "configuration": {{configuration}} } }
            """);

        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        Assert.Equal((type, query), (answer.Attributes.At("$.query_type"), answer.Attributes.At("$.query") ?? ""));
        Assert.Equal(configuration.Replace(" ", "", StringComparison.Ordinal), answer.Attributes["configuration"]!.ToJsonString());
    }

    [Theory]
    [InlineData("LIMIT 10")]
    [InlineData("limit 10;")]
    [InlineData("LIMIT 10 OFFSET 5")]
    [InlineData("OFFSET 5")]
    public async Task A_query_may_not_end_in_a_limit(string end)
    {
        var answer = await _api.PostAsync("models", Model(await _api.ShopAsync(), "x", $"SELECT id FROM users {end}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.At("$.errors.model.query[0]"));
    }

    [Fact]
    public async Task A_limit_inside_a_query_is_fine() => Assert.Equal(
        HttpStatusCode.Created,
        (await _api.PostAsync("models", Model(await _api.ShopAsync(), SquaredApi.Unique("inner"), "SELECT id FROM (SELECT id FROM users LIMIT 10) AS few"))).Status);

    [Theory]
    [InlineData("nothing at all", "{}", "model")]
    [InlineData("no connector", """{"model": {"name": "x", "query_type": "raw_sql", "query": "SELECT 1 AS id", "primary_key": "id"}}""", "model.connector_id")]
    [InlineData("no name", """{"model": {"connector_id": 1, "query_type": "raw_sql", "query": "SELECT 1 AS id", "primary_key": "id"}}""", "model.name")]
    [InlineData("no query type", """{"model": {"connector_id": 1, "name": "x", "query": "SELECT 1 AS id", "primary_key": "id"}}""", "model.query_type")]
    [InlineData("a query type that is none", """{"model": {"connector_id": 1, "name": "x", "query_type": "cobol", "query": "SELECT 1 AS id", "primary_key": "id"}}""", "model.query_type")]
    [InlineData("no query for raw_sql", """{"model": {"connector_id": 1, "name": "x", "query_type": "raw_sql", "primary_key": "id"}}""", "model.query")]
    [InlineData("no query for dbt", """{"model": {"connector_id": 1, "name": "x", "query_type": "dbt", "primary_key": "id"}}""", "model.query")]
    [InlineData("no query for soql", """{"model": {"connector_id": 1, "name": "x", "query_type": "soql", "primary_key": "id"}}""", "model.query")]
    [InlineData("no primary key", """{"model": {"connector_id": 1, "name": "x", "query_type": "raw_sql", "query": "SELECT 1 AS id"}}""", "model.primary_key")]
    [InlineData("no configuration for ai_ml", """{"model": {"connector_id": 1, "name": "x", "query_type": "ai_ml", "primary_key": "id"}}""", "model.configuration")]
    [InlineData("half a configuration for dynamic_sql", """{"model": {"connector_id": 1, "name": "x", "query_type": "dynamic_sql", "primary_key": "id", "configuration": {"harvesters": []}}}""", "model.configuration")]
    [InlineData("half a configuration for unstructured", """{"model": {"connector_id": 1, "name": "x", "query_type": "unstructured", "configuration": {"harvesters": []}}}""", "model.configuration")]
    [InlineData("half a configuration for vector_search", """{"model": {"connector_id": 1, "name": "x", "query_type": "vector_search", "primary_key": "id", "configuration": {"harvesters": []}}}""", "model.configuration")]
    public async Task What_a_model_needs_is_400_and_named_where_it_is_missing(string rule, string body, string field)
    {
        var answer = await _api.PostAsync("models", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Theory]
    [InlineData("a table that is not there", "SELECT id FROM nowhere")]
    [InlineData("a statement that writes", "DELETE FROM users")]
    [InlineData("a key that is no column", "SELECT name FROM users")]
    public async Task A_query_that_cannot_be_a_model_is_422(string rule, string query)
    {
        var answer = await _api.PostAsync("models", Model(await _api.ShopAsync(), SquaredApi.Unique("bad"), query));

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{rule}: {answer.Text}");
        Assert.NotEmpty(answer.At("$.errors[0].detail")!);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_422()
    {
        var (shop, name) = (await _api.ShopAsync(), SquaredApi.Unique("taken"));
        await _api.NewModelAsync(shop, name);

        var again = await _api.PostAsync("models", Model(shop, name));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Is taken."), (again.Status, again.At("$.errors[0].source.name")));
    }

    [Fact]
    public async Task A_connector_that_is_not_there_is_404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _api.PostAsync("models", Model("987654", "x"))).Status);

    [Fact]
    public async Task A_database_that_does_not_answer_keeps_nobody_from_making_a_model() =>
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync("models", Model(await _api.NewSourceAsync(), SquaredApi.Unique("later")))).Status);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task One_that_is_not_there_is_404_with_one_message(string method)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), "models/987654", method == "PUT" ? """{"model": {}}""" : null);

        Assert.Equal((HttpStatusCode.NotFound, "Model not found"), (answer.Status, answer.At("$.error")));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task What_is_sent_changes_and_the_rest_stays(string method)
    {
        var id = await _api.NewModelAsync(await _api.ShopAsync());

        var answer = await _api.SendAsync(new HttpMethod(method), $"models/{id}", """{"model": {"query": "SELECT id, email FROM users", "description": "All of them"}}""");

        Assert.Equal((HttpStatusCode.OK, "SELECT id, email FROM users", "All of them", "id"), (
            answer.Status, answer.Attributes.At("$.query"), answer.Attributes.At("$.description"), answer.Attributes.At("$.primary_key")));
    }

    [Theory]
    [InlineData("a limit", """{"query": "SELECT id FROM users LIMIT 1"}""", "query")]
    [InlineData("a query type that is none", """{"query_type": "cobol"}""", "query_type")]
    [InlineData("a query type whose configuration is missing", """{"query_type": "ai_ml"}""", "configuration")]
    [InlineData("no query", """{"query": ""}""", "query")]
    public async Task A_change_that_breaks_the_contract_is_400(string rule, string fields, string field)
    {
        var answer = await _api.PutAsync($"models/{await _api.NewModelAsync(await _api.ShopAsync())}", $$"""{"model": {{fields}} }""");

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors.model.{field}[0]"));
    }

    [Fact]
    public async Task A_model_moves_to_another_source()
    {
        var id = await _api.NewModelAsync(await _api.ShopAsync());
        var source = await _api.NewSourceAsync();

        Assert.Equal(source, (await _api.PutAsync($"models/{id}", $$"""{"model": {"connector_id": {{source}} } }""")).Attributes.At("$.connector.id"));
    }

    [Fact]
    public async Task Deleting_one_answers_204_without_a_body_and_it_is_gone()
    {
        var id = await _api.NewModelAsync(await _api.ShopAsync());

        Assert.Equal((HttpStatusCode.NoContent, ""), await _api.DeleteAsync($"models/{id}") is var answer ? (answer.Status, answer.Text) : default);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"models/{id}")).Status);
    }

    [Fact]
    public async Task The_list_is_of_the_query_types_asked_for()
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);
        var source = await api.NewSourceAsync();
        await api.NewModelAsync(source, "sql");
        await api.PostAsync("models", $$"""{"model": {"connector_id": {{source}}, "name": "soql", "query_type": "soql", "query": "SELECT Id FROM A", "primary_key": "Id"} }""");

        Assert.Equal(["sql", "soql"], (await api.GetAsync("models")).List.Select(model => model.At("$.attributes.name")));
        Assert.Equal(["soql"], (await api.GetAsync("models?query_type=soql,dbt")).List.Select(model => model.At("$.attributes.name")));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync("models?query_type=cobol")).Status);
    }

    private static string Model(string connector, string name, string query = "SELECT id, name, email FROM users") => $$"""
        {"model": {"connector_id": {{connector}}, "name": "{{name}}", "query_type": "raw_sql", "query": "{{query}}", "primary_key": "id"} }
        """;
}
