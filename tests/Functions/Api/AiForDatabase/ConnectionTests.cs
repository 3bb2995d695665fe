using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using Fixtures.Servers;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Api.AiForDatabase;

[Collection(nameof(ShopPlatform))]
public sealed class ConnectionTests(ShopPlatform shop)
{
    private const string Secret = "never-shown-Pa55word";

    [Fact]
    public async Task The_documented_connection_is_created_without_its_password_coming_back()
    {
        var response = await shop.SendAsync(HttpMethod.Post, "/v1/connections", Documented());

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var data = (await response.JsonAsync())["data"]!;
        Assert.StartsWith("conn_", data.At("$.connection_id"));
        Assert.Equal(
            ("postgresql", "Production DB", "db.example.com", "5432", "production", "aifordb_reader", "require", "untested"),
            (data.At("$.type"), data.At("$.name"), data.At("$.host"), data.At("$.port"), data.At("$.database"), data.At("$.username"), data.At("$.ssl_mode"), data.At("$.status")));
        var listed = await shop.SendAsync(HttpMethod.Get, "/v1/connections?limit=100");
        Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync() + await listed.Content.ReadAsStringAsync() + shop.Log.Text);
        Assert.Contains((await listed.JsonAsync())["data"]!.AsArray(), item => item.At("$.connection_id") == data.At("$.connection_id"));
    }

    [Fact]
    public async Task A_connection_is_tested_discovered_and_asked_on_a_real_server()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE visits (id int PRIMARY KEY, page text, at timestamptz)", "INSERT INTO visits VALUES (1, '/home', '2026-01-05 10:00:00.123456+01')");
        var id = await CreateAsync(database.Host!, database.Port, database.Database!, database.Username!, database.Password!);

        var tested = (await (await shop.SendAsync(HttpMethod.Post, $"/v1/connections/{id}/test")).JsonAsync())["data"]!;
        Assert.Equal("true", tested.At("$.success"));
        Assert.True(tested["latency_ms"]!.GetValue<double>() > 0);
        Assert.Contains("PostgreSQL", tested.At("$.server_version"));

        var schema = await (await shop.SendAsync(HttpMethod.Get, $"/v1/connections/{id}/schema")).JsonAsync();
        Assert.Equal("visits", schema.At("$.data.tables[0].name"));
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE zones (id int)");
        Assert.Single((await (await shop.SendAsync(HttpMethod.Get, $"/v1/connections/{id}/schema")).JsonAsync())["data"]!["tables"]!.AsArray());
        Assert.Equal(2, (await (await shop.SendAsync(HttpMethod.Get, $"/v1/connections/{id}/schema?refresh=true")).JsonAsync())["data"]!["tables"]!.AsArray().Count);

        shop.Translator.Answers("visits", "SELECT page, at FROM visits");
        var asked = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "visits", connection_id = id });
        Assert.Equal("""[["/home","2026-01-05T09:00:00.123456Z"]]""", (await asked.JsonAsync())["data"]!["results"]!["rows"]!.ToJsonString());
    }

    [Fact]
    public async Task A_wrong_password_is_a_connection_error_that_shows_no_password()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var id = await CreateAsync(database.Host!, database.Port, database.Database!, database.Username!, Secret);
        shop.Translator.Answers("wrong password", "SELECT 1 AS one");

        var tested = await shop.SendAsync(HttpMethod.Post, $"/v1/connections/{id}/test");
        var asked = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "wrong password", connection_id = id });

        foreach (var response in new[] { tested, asked })
        {
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Equal("connection_error", (await response.JsonAsync()).At("$.error.code"));
            Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync());
        }

        Assert.DoesNotContain(Secret, shop.Log.Text);
        var listed = (await (await shop.SendAsync(HttpMethod.Get, "/v1/connections?limit=100")).JsonAsync())["data"]!.AsArray();
        Assert.Equal("failing", listed.Single(item => item.At("$.connection_id") == id).At("$.status"));
    }

    [Fact]
    public async Task An_unreachable_database_is_a_connection_error()
    {
        var id = await CreateAsync("127.0.0.1", 1, "nothing", "nobody", Secret);
        shop.Translator.Answers("unreachable", "SELECT 1 AS one");

        var tested = await shop.SendAsync(HttpMethod.Post, $"/v1/connections/{id}/test");
        var asked = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "unreachable", connection_id = id });
        var schema = await shop.SendAsync(HttpMethod.Get, $"/v1/connections/{id}/schema");

        foreach (var response in new[] { tested, asked, schema })
        {
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Equal("connection_error", (await response.JsonAsync()).At("$.error.code"));
        }
    }

    [Fact]
    public async Task A_deleted_connection_is_gone_for_questions_too()
    {
        var id = (await (await shop.SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Gone", database = "shop.db" })).JsonAsync()).At("$.data.connection_id");
        shop.Translator.Answers("before it goes", "SELECT 1 AS one");
        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "before it goes", connection_id = id })).StatusCode);
        var dw = (await (await shop.SendAsync(HttpMethod.Post, "/v1/dw", new { connection_id = id })).JsonAsync()).At("$.dw_id");

        var deleted = await shop.SendAsync(HttpMethod.Delete, $"/v1/connections/{id}");

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal("true", (await deleted.JsonAsync()).At("$.data.deleted"));
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "before it goes", connection_id = id })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new { question = "before it goes" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Delete, $"/v1/connections/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("type", "oracle7", "$.type")]
    [InlineData("type", null, "$.type")]
    [InlineData("name", " ", "$.name")]
    [InlineData("port", 0, "$.port")]
    [InlineData("port", 70_000, "$.port")]
    [InlineData("port", "5432", "$.port")]
    [InlineData("ssl_mode", "maybe", "$.ssl_mode")]
    [InlineData("host", null, "$.host")]
    [InlineData("database", null, "$.database")]
    [InlineData("pasword", "x", "$.pasword")]
    public async Task A_bad_setting_is_refused_by_its_name(string field, object? value, string path)
    {
        var body = Documented();
        body[field] = JsonValue.Create(value);
        if (value is null)
            body.Remove(field);

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/connections", body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var error = (await response.JsonAsync())["error"]!;
        Assert.Equal("validation_error", error.At("$.code"));
        Assert.Contains(error["details"]!["fields"]!.AsArray(), failure => failure.At("$.path") == path);
        Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("nosuch:shop.db")]
    public async Task A_file_outside_the_allowed_directory_is_never_opened(string file)
    {
        var created = await shop.SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Escape", database = file });
        if (created.StatusCode == HttpStatusCode.UnprocessableEntity)
            return;
        var tested = await shop.SendAsync(HttpMethod.Post, $"/v1/connections/{(await created.JsonAsync()).At("$.data.connection_id")}/test");
        Assert.Equal(HttpStatusCode.BadGateway, tested.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/v1/connections/{0}/test")]
    [InlineData("GET", "/v1/connections/{0}/schema")]
    [InlineData("DELETE", "/v1/connections/{0}")]
    public async Task Another_workspaces_connection_is_not_there(string method, string path)
    {
        var (_, stranger) = await shop.NewWorkspaceAsync();

        foreach (var id in new[] { shop.ConnectionId, "conn_unknown", "0" })
        {
            var response = await shop.SendAsync(new HttpMethod(method), string.Format(path, id), key: stranger);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("not_found", (await response.JsonAsync()).At("$.error.code"));
        }
    }

    [Fact]
    public async Task Another_workspaces_connection_cannot_be_asked()
    {
        var (_, stranger) = await shop.NewWorkspaceAsync();
        shop.Translator.Answers("steal", "SELECT * FROM users");

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "steal", connection_id = shop.ConnectionId }, stranger);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task An_editor_may_not_make_connections()
    {
        var editor = await shop.NewKeyAsync(shop.Workspace, Roles.Editor);

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/connections", Documented(), editor);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<string> CreateAsync(string host, int port, string database, string username, string password)
    {
        var body = new { type = "postgresql", name = "Test", host, port, database, username, password, ssl_mode = "prefer" };
        return (await (await shop.SendAsync(HttpMethod.Post, "/v1/connections", body)).JsonAsync()).At("$.data.connection_id")!;
    }

    private static JsonObject Documented() => new()
    {
        ["type"] = "postgresql",
        ["name"] = "Production DB",
        ["host"] = "db.example.com",
        ["port"] = 5432,
        ["database"] = "production",
        ["username"] = "aifordb_reader",
        ["password"] = Secret,
        ["ssl_mode"] = "require",
    };
}
