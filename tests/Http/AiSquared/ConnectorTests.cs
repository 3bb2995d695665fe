using System.Net;
using System.Text.RegularExpressions;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class ConnectorTests(RunningPlatform platform)
{
    private const string Mask = "*************";

    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task Creating_one_answers_201_and_the_resource()
    {
        var answer = await _api.PostAsync("connectors", Postgres("Warehouse"));

        Assert.Equal((HttpStatusCode.Created, "connectors"), (answer.Status, answer.At("$.data.type")));
        Assert.Matches("^[1-9][0-9]*$", answer.Id);
        Assert.Equal(
            ["name", "description", "connector_type", "workspace_id", "created_at", "updated_at", "configuration", "connector_name", "icon"],
            answer.Attributes.AsObject().Select(attribute => attribute.Key));
        Assert.Equal(("source", "Postgresql", "1"), (
            answer.Attributes.At("$.connector_type"), answer.Attributes.At("$.connector_name"), answer.Attributes.At("$.workspace_id")));
    }

    [Fact]
    public async Task Times_have_milliseconds_in_utc() =>
        Assert.Matches(new Regex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"), (await _api.PostAsync("connectors", Postgres("Times"))).Attributes.At("$.created_at"));

    [Fact]
    public async Task User_and_password_are_nested_where_the_product_nests_them_and_the_password_is_masked()
    {
        var made = await _api.PostAsync("connectors", Postgres("Nested"));

        var shown = (await _api.GetAsync($"connectors/{made.Id}")).Attributes["configuration"]!;

        Assert.Equal((Mask, "reader", "username/password"), (
            shown.At("$.credentials.password"), shown.At("$.credentials.username"), shown.At("$.credentials.auth_type")));
        Assert.Equal(("db.example.com", "5432", "production", "sales"), (shown.At("$.host"), shown.At("$.port"), shown.At("$.database"), shown.At("$.schema")));
        Assert.Null(shown.At("$.password"));
    }

    [Fact]
    public async Task User_and_password_are_flat_where_the_product_has_them_flat()
    {
        var shown = (await _api.GetAsync($"connectors/{await _api.NewSourceAsync()}")).Attributes["configuration"]!;

        Assert.Equal(("reader", Mask), (shown.At("$.username"), shown.At("$.password")));
        Assert.Null(shown["credentials"]);
    }

    [Theory]
    [InlineData("by nobody")]
    [InlineData("by its list")]
    public async Task A_password_comes_out_nowhere(string way)
    {
        var id = await _api.NewSourceAsync();

        var text = way == "by its list" ? (await _api.GetAsync("connectors?type=source")).Text : (await _api.GetAsync($"connectors/{id}")).Text;

        Assert.DoesNotContain("top-secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a port as text", "\"port\": \"3306\"")]
    [InlineData("a kind of data that has one value", "\"data_type\": \"structured\"")]
    [InlineData("a kind of sign-in that has one value", "\"auth_type\": \"username/password\"")]
    public async Task What_documented_configurations_have_is_accepted(string rule, string member)
    {
        var answer = await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("accepted")}}", "connector_type": "source", "connector_name": "mariadb", "configuration":
             {"host": "db.example.com", "database": "shop", "username": "reader", "password": "x", {{member}} } } }
            """);

        Assert.True(answer.Status == HttpStatusCode.Created, rule + answer.Text);
        Assert.Equal("3306", answer.Attributes["configuration"].At("$.port"));
    }

    [Theory]
    [InlineData("nothing at all", "{}", "$.errors.connector[0]")]
    [InlineData("no name", """{"connector": {"connector_type": "source", "connector_name": "Sqlite", "configuration": {}}}""", "$.errors.connector.name[0]")]
    [InlineData("an empty name", """{"connector": {"name": "", "connector_type": "source", "connector_name": "Sqlite", "configuration": {}}}""", "$.errors.connector.name[0]")]
    [InlineData("no type", """{"connector": {"name": "x", "connector_name": "Sqlite", "configuration": {}}}""", "$.errors.connector.connector_type[0]")]
    [InlineData("no connector name", """{"connector": {"name": "x", "connector_type": "source", "configuration": {}}}""", "$.errors.connector.connector_name[0]")]
    [InlineData("no configuration", """{"connector": {"name": "x", "connector_type": "source", "connector_name": "Sqlite"}}""", "$.errors.connector.configuration[0]")]
    [InlineData("a configuration that is no object", """{"connector": {"name": "x", "connector_type": "source", "connector_name": "Sqlite", "configuration": "x"}}""", "$.errors.connector.configuration[0]")]
    public async Task What_is_missing_is_400_and_named(string rule, string body, string path)
    {
        var answer = await _api.PostAsync("connectors", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At(path));
    }

    [Theory]
    [InlineData("both", "Sqlite", "connector_type", "invalid connector type")]
    [InlineData("source", "Nothing", "connector_name", "invalid connector source name")]
    [InlineData("destination", "Nothing", "connector_name", "invalid connector destination name")]
    public async Task What_is_not_known_is_400_in_the_documented_words(string type, string name, string field, string message)
    {
        var answer = await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "x", "connector_type": "{{type}}", "connector_name": "{{name}}", "configuration": {} } }
            """);

        Assert.Equal((HttpStatusCode.BadRequest, message), (answer.Status, answer.At($"$.errors.connector.{field}[0]")));
    }

    [Theory]
    [InlineData("a setting that is missing", """{"host": "db.example.com", "username": "x"}""", "configuration.database")]
    [InlineData("a port that is none", """{"host": "h.example.com", "port": 99999, "database": "d", "username": "u"}""", "configuration.port")]
    [InlineData("a setting that is not known", """{"host": "h.example.com", "database": "d", "username": "u", "colour": "red"}""", "configuration.colour")]
    [InlineData("a mode that is none", """{"host": "h.example.com", "database": "d", "username": "u", "ssl_mode": "maybe"}""", "configuration.ssl_mode")]
    [InlineData("a kind of data that is not read", """{"host": "h.example.com", "database": "d", "username": "u", "data_type": "vector"}""", "configuration.data_type")]
    [InlineData("a secret sent as it is shown", """{"host": "h.example.com", "database": "d", "username": "u", "password": "*************"}""", "configuration")]
    public async Task A_configuration_that_breaks_its_schema_is_422_with_its_source(string rule, string configuration, string source)
    {
        var answer = await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("bad")}}", "connector_type": "source", "connector_name": "MariaDB", "configuration": {{configuration}} } }
            """);

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, rule + answer.Text);
        Assert.Equal("422", answer.At("$.errors[0].status"));
        Assert.NotNull(answer.Body!["errors"]![0]!["source"]![source]);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_422()
    {
        var name = SquaredApi.Unique("taken");
        await _api.NewSourceAsync(name);

        var again = await _api.PostAsync("connectors", Postgres(name, isUnique: true));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Is taken."), (again.Status, again.At("$.errors[0].source.name")));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task One_that_is_not_there_is_404_with_an_error_item(string method)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), "connectors/987654", method == "PUT" ? """{"connector": {}}""" : null);

        Assert.Equal((HttpStatusCode.NotFound, "404", "Connector not found"), (answer.Status, answer.At("$.errors[0].status"), answer.At("$.errors[0].detail")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("01")]
    [InlineData("1.0")]
    [InlineData("one")]
    [InlineData("99999999999999999999")]
    public async Task What_is_no_number_of_one_is_404(string id) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"connectors/{id}")).Status);

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task What_is_sent_changes_and_the_rest_stays(string method)
    {
        var id = await _api.NewSourceAsync();
        var name = SquaredApi.Unique("renamed");

        var answer = await _api.SendAsync(new HttpMethod(method), $"connectors/{id}", $$"""{"connector": {"name": "{{name}}", "description": "Of sales"} }""");

        Assert.Equal((HttpStatusCode.OK, id, name, "Of sales"), (answer.Status, answer.Id, answer.Attributes.At("$.name"), answer.Attributes.At("$.description")));
        Assert.Equal("shop", answer.Attributes["configuration"].At("$.database"));
    }

    [Fact]
    public async Task A_configuration_that_was_read_can_be_sent_back()
    {
        var id = (await _api.PostAsync("connectors", Postgres("Round"))).Id;
        var read = (await _api.GetAsync($"connectors/{id}")).Attributes["configuration"]!;
        read["database"] = "another";

        var answer = await _api.PutAsync($"connectors/{id}", $$"""{"connector": {"configuration": {{read.ToJsonString()}} } }""");

        Assert.Equal((HttpStatusCode.OK, "another", Mask), (
            answer.Status, answer.Attributes["configuration"].At("$.database"), answer.Attributes["configuration"].At("$.credentials.password")));
    }

    [Theory]
    [InlineData("connector_type", "destination")]
    [InlineData("connector_name", "Postgresql")]
    public async Task What_a_connector_is_cannot_change(string field, string value)
    {
        var answer = await _api.PutAsync($"connectors/{await _api.NewSourceAsync()}", $$"""{"connector": {"{{field}}": "{{value}}"} }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.NotNull(answer.Body!["errors"]![0]!["source"]![field]);
    }

    [Fact]
    public async Task Deleting_one_answers_204_without_a_body_and_it_is_gone()
    {
        var id = await _api.NewSourceAsync();

        var answer = await _api.DeleteAsync($"connectors/{id}");

        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.Status, answer.Text));
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"connectors/{id}")).Status);
    }

    [Fact]
    public async Task Deleting_a_source_takes_its_models_with_it()
    {
        var id = await _api.NewSourceAsync();
        var model = await _api.NewModelAsync(id);

        await _api.DeleteAsync($"connectors/{id}");

        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"models/{model}")).Status);
    }

    [Fact]
    public async Task A_number_is_not_given_twice()
    {
        var first = await _api.NewSourceAsync();
        await _api.DeleteAsync($"connectors/{first}");

        Assert.NotEqual(first, await _api.NewSourceAsync());
    }

    private static string Postgres(string name, bool isUnique = false) => $$"""
        {"connector": {"name": "{{(isUnique ? name : SquaredApi.Unique(name))}}", "connector_type": "source", "connector_name": "Postgresql", "configuration":
         {"data_type": "structured", "host": "db.example.com", "port": "5432", "database": "production", "schema": "sales",
          "credentials": {"auth_type": "username/password", "username": "reader", "password": "top-secret"} } } }
        """;
}
