using System.Net;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests;

/// <summary>The printed examples of AI for Database's documents, queries and connections.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class AiForDatabaseExamples(RunningPlatform platform)
{
    private const string Key = RunningPlatform.AiForDatabaseKey;

    [Fact]
    public async Task Run_a_query()
    {
        var response = await platform.SendAsync(
            HttpMethod.Post, "/v1/queries", Key, new { question = "How many users signed up this week?", connection_id = "conn_abc123", format = "table" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var data = (await response.JsonAsync())["data"]!.AsObject();
        Assert.Equal(["query_id", "sql", "results", "execution_time_ms"], data.Select(property => property.Key));
        Assert.Equal(["columns", "rows", "row_count"], data["results"]!.AsObject().Select(property => property.Key));
        Assert.Equal("[[142]]", data["results"]!["rows"]!.ToJsonString());
        Assert.Equal("1", data.At("$.results.row_count"));
    }

    [Fact]
    public async Task List_saved_queries()
    {
        var first = await (await platform.SendAsync(HttpMethod.Get, "/v1/queries?limit=1", Key)).JsonAsync();
        Assert.Single(first["data"]!.AsArray());
        Assert.NotNull(first.At("$.next_cursor"));

        var second = await platform.SendAsync(HttpMethod.Get, $"/v1/queries?limit=20&cursor={first.At("$.next_cursor")}", Key);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Get_a_specific_query()
    {
        var data = (await (await platform.SendAsync(HttpMethod.Get, "/v1/queries/q_xyz789", Key)).JsonAsync())["data"]!;

        Assert.Equal("q_xyz789", data.At("$.query_id"));
        Assert.Equal("conn_abc123", data.At("$.connection_id"));
        Assert.Equal("""{"columns":["count"],"rows":[[142]],"row_count":1}""", data["results"]!.ToJsonString());
    }

    [Fact]
    public async Task Delete_a_query()
    {
        var asked = await platform.SendAsync(HttpMethod.Post, "/v1/queries", Key, new { question = "How many users signed up this week?", connection_id = "conn_abc123" });
        var id = (await asked.JsonAsync()).At("$.data.query_id");

        Assert.Equal(HttpStatusCode.OK, (await platform.SendAsync(HttpMethod.Delete, $"/v1/queries/{id}", Key)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.SendAsync(HttpMethod.Get, $"/v1/queries/{id}", Key)).StatusCode);
    }

    [Fact]
    public async Task The_top_five_countries_are_right()
    {
        var response = await platform.SendAsync(HttpMethod.Post, "/v1/queries", Key, new { question = "list the top 5 countries with the most orders", connection_id = "conn_abc123" });

        var rows = (await response.JsonAsync())["data"]!["results"]!["rows"]!.AsArray();
        Assert.Equal(["Germany", "United States", "Spain", "France", "United Kingdom"], rows.Select(row => row![0]!.ToString()));
    }

    [Fact]
    public async Task A_question_of_two_close_readings_is_asked_back()
    {
        var response = await platform.SendAsync(HttpMethod.Post, "/v1/queries", Key, new { question = "What is the most expensive product?", connection_id = "conn_abc123" });

        var error = (await response.JsonAsync())["error"]!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "question_not_understood"), (response.StatusCode, error.At("$.details.reason")));
        var readings = error["details"]!["clarify"]!.AsArray().Select(reading => reading!.ToString()).ToList();
        Assert.InRange(readings.Count, 2, 5);
        Assert.Equal(readings.Count, readings.Distinct().Count());
        Assert.All(readings, reading => Assert.Contains("product", reading, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task List_create_test_and_delete_connections()
    {
        var listed = await (await platform.SendAsync(HttpMethod.Get, "/v1/connections", Key)).JsonAsync();
        Assert.Contains(listed["data"]!.AsArray(), item => item.At("$.connection_id") == "conn_abc123");

        var tested = (await (await platform.SendAsync(HttpMethod.Post, "/v1/connections/conn_abc123/test", Key)).JsonAsync())["data"]!;
        Assert.Equal("true", tested.At("$.success"));

        var created = await platform.SendAsync(HttpMethod.Post, "/v1/connections", Key, JsonNode.Parse("""
            {"type": "postgresql", "name": "Production DB", "host": "db.example.com", "port": 5432, "database": "production",
             "username": "aifordb_reader", "password": "encrypted-password", "ssl_mode": "require"}
            """));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.DoesNotContain("encrypted-password", await created.Content.ReadAsStringAsync());
        var id = (await created.JsonAsync()).At("$.data.connection_id");
        Assert.Equal(HttpStatusCode.OK, (await platform.SendAsync(HttpMethod.Delete, $"/v1/connections/{id}", Key)).StatusCode);
    }

    [Fact]
    public async Task Without_a_key_it_is_an_authentication_error()
    {
        var response = await platform.SendAsync(HttpMethod.Get, "/v1/queries", null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("authentication_error", (await response.JsonAsync()).At("$.error.code"));
    }
}
