using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class DefinitionTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task All_definitions_are_an_object_of_two_bare_lists()
    {
        var answer = await _api.GetAsync("connector_definitions");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["source", "destination"], answer.Body!.AsObject().Select(list => list.Key));
        Assert.Contains(answer.Body["source"]!.AsArray(), item => item.At("$.name") == "Postgresql");
    }

    [Theory]
    [InlineData("source")]
    [InlineData("destination")]
    public async Task Definitions_of_a_type_are_a_bare_array_of_that_type(string type)
    {
        var answer = await _api.GetAsync($"connector_definitions?type={type}");

        Assert.All(answer.Body!.AsArray(), item => Assert.Equal(type, item.At("$.connector_type")));
    }

    [Theory]
    [InlineData("Postgresql")]
    [InlineData("MariaDB")]
    [InlineData("Mysql")]
    [InlineData("MicrosoftSql")]
    [InlineData("Sqlite")]
    [InlineData("DuckDb")]
    public async Task A_database_is_a_source_of_raw_sql_with_a_schema_of_its_configuration(string name)
    {
        var definition = (await _api.GetAsync($"connector_definitions/{name}?type=source")).Body!;

        Assert.Equal((name, "raw_sql", "object"), (
            definition.At("$.name"), definition.At("$.connector_spec.connector_query_type"), definition.At("$.connector_spec.connection_specification.type")));
        Assert.NotNull(definition["connector_spec"]!["connection_specification"]!["properties"]!["database"]);
    }

    [Fact]
    public async Task A_definition_has_every_documented_member()
    {
        var definition = (await _api.GetAsync("connector_definitions/Postgresql?type=source")).Body!.AsObject();

        Assert.Equal(
            ["name", "title", "connector_type", "category", "sub_category", "documentation_url", "github_issue_label", "icon", "license", "release_stage",
             "support_level", "tags", "connector_spec"],
            definition.Select(member => member.Key));
        Assert.Equal(
            ["documentation_url", "stream_type", "connector_query_type", "connection_specification"],
            definition["connector_spec"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Secrets_are_marked_where_the_product_has_them()
    {
        var nested = (await _api.GetAsync("connector_definitions/Postgresql?type=source")).Body!;
        var flat = (await _api.GetAsync("connector_definitions/MariaDB?type=source")).Body!;

        Assert.Equal("true", nested.Secret("$.credentials.properties.password"));
        Assert.Equal("true", flat.Secret("$.password"));
        Assert.Null(flat.Secret("$.username"));
    }

    [Theory]
    [InlineData("postgresql")]
    [InlineData("POSTGRESQL")]
    public async Task A_definition_is_found_in_any_case(string name) =>
        Assert.Equal("Postgresql", (await _api.GetAsync($"connector_definitions/{name}?type=source")).At("$.name"));

    [Fact]
    public async Task A_name_that_is_not_known_is_an_empty_list_and_still_200()
    {
        var answer = await _api.GetAsync("connector_definitions/Nothing?type=source");

        Assert.Equal((HttpStatusCode.OK, "[]"), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("of a list, wrong", "connector_definitions?type=both", "invalid connector type")]
    [InlineData("of one, wrong", "connector_definitions/Postgresql?type=both", "invalid connector type")]
    [InlineData("of one, left out", "connector_definitions/Postgresql", "is missing")]
    public async Task The_type_is_checked(string rule, string path, string message)
    {
        var answer = await _api.GetAsync(path);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.Equal(message, answer.At("$.errors.type[0]"));
    }

    [Theory]
    [InlineData("data", true)]
    [InlineData("database", true)]
    [InlineData("ai_ml", false)]
    public async Task Definitions_are_filtered_by_category(string category, bool hasDatabases) =>
        Assert.Equal(hasDatabases, (await _api.GetAsync($"connector_definitions?type=source&category={category}")).Body!.AsArray().Count > 0);

    [Fact]
    public async Task A_connection_that_works_is_told_so_in_both_documented_forms()
    {
        var file = (await _api.GetAsync($"connectors/{await _api.ShopAsync()}")).Attributes["configuration"]!.At("$.database");

        var answer = await _api.PostAsync("connector_definitions/check_connection", $$"""
            {"type": "source", "name": "DuckDb", "connection_spec": {"database": "{{file}}"} }
            """);

        Assert.Equal((HttpStatusCode.OK, "connection_status", "succeeded", "success"), (
            answer.Status, answer.At("$.type"), answer.At("$.connection_status.status"), answer.At("$.result")));
    }

    [Theory]
    [InlineData("no such file", "Sqlite", """{"database": "nothing.db"}""")]
    [InlineData("an address that is refused", "MariaDB", """{"host": "127.0.0.1", "port": 1, "database": "x", "username": "x", "password": "hunter2"}""")]
    [InlineData("a setting that is missing", "Postgresql", """{"host": "db.example.com"}""")]
    public async Task A_connection_that_does_not_work_is_200_and_failed_with_a_message(string rule, string name, string specification)
    {
        var answer = await _api.PostAsync("connector_definitions/check_connection", $$"""{"type": "source", "name": "{{name}}", "connection_spec": {{specification}} }""");

        Assert.True(answer.Status == HttpStatusCode.OK, rule);
        Assert.Equal(("failed", "failure"), (answer.At("$.connection_status.status"), answer.At("$.result")));
        Assert.NotEmpty(answer.At("$.connection_status.message")!);
        Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type left out", """{"name": "Sqlite", "connection_spec": {}}""", "$.errors.type[0]")]
    [InlineData("type wrong", """{"type": "both", "name": "Sqlite", "connection_spec": {}}""", "$.errors.type[0]")]
    [InlineData("name left out", """{"type": "source", "connection_spec": {}}""", "$.errors.name[0]")]
    [InlineData("name not known", """{"type": "source", "name": "Nothing", "connection_spec": {}}""", "$.errors.name[0]")]
    [InlineData("specification left out", """{"type": "source", "name": "Sqlite"}""", "$.errors.connection_spec[0]")]
    public async Task Checking_a_connection_has_a_contract(string rule, string body, string path)
    {
        var answer = await _api.PostAsync("connector_definitions/check_connection", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At(path));
    }
}
