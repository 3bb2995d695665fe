using System.Net;
using System.Text;
using Fixtures;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Api.AiForDatabase;

[Collection(nameof(ShopPlatform))]
public sealed class QueryTests(ShopPlatform shop)
{
    [Theory]
    [InlineData("how many users\\ufffe")]
    [InlineData("how many\\u0000users")]
    [InlineData("how many users\\ud800")]
    public async Task A_question_of_characters_that_are_none_is_refused(string question)
    {
        using var body = new StringContent($"{{\"question\": \"{question}\", \"connection_id\": \"{shop.ConnectionId}\"}}", Encoding.UTF8, "application/json");
        using var response = await shop.SendAsync(HttpMethod.Post, "/v1/queries", body);

        Assert.Equal("$.question", (await response.JsonAsync()).At("$.error.details.fields[0].path"));
    }

    [Fact]
    public async Task A_question_is_answered_in_the_documented_shape()
    {
        shop.Translator.Answers("How many users?", "SELECT COUNT(*) AS count FROM users");

        var response = await shop.AskAsync("How many users?", new { format = "table" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var data = (await response.JsonAsync())["data"]!.AsObject();
        Assert.Equal(["query_id", "sql", "results", "execution_time_ms"], data.Select(property => property.Key));
        Assert.StartsWith("q_", data.At("$.query_id"));
        Assert.Equal("SELECT COUNT(*) AS count FROM users", data.At("$.sql"));
        Assert.Equal("""{"columns":["count"],"rows":[[3]],"row_count":1}""", data["results"]!.ToJsonString());
    }

    [Fact]
    public async Task The_base_address_of_self_hosted_instances_answers_the_same()
    {
        shop.Translator.Answers("self-hosted", "SELECT 1 AS one");

        var asked = await shop.SendAsync(HttpMethod.Post, "/api/v1/queries", new { question = "self-hosted", connection_id = shop.ConnectionId });

        Assert.Equal("[[1]]", (await asked.JsonAsync())["data"]!["results"]!["rows"]!.ToJsonString());
        foreach (var path in new[] { "/api/v1/queries", $"/api/v1/queries/{(await asked.JsonAsync()).At("$.data.query_id")}", "/api/v1/connections", $"/api/v1/connections/{shop.ConnectionId}/schema" })
            Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Get, path)).StatusCode);
    }

    [Fact]
    public async Task Rows_come_as_objects_or_as_csv_when_asked()
    {
        shop.Translator.Answers("names", "SELECT name, email, balance FROM users ORDER BY id");

        var objects = (await (await shop.AskAsync("names", new { format = "json" })).JsonAsync())["data"]!["results"]!;
        var csv = (await (await shop.AskAsync("names", new { format = "csv" })).JsonAsync())["data"]!["results"]!;

        Assert.Equal("""{"name":"Ben","email":null,"balance":-3}""", objects["rows"]![1]!.ToJsonString());
        Assert.Equal("name,email,balance\r\nAda,ada@example.com,12.5\r\nBen,,-3\r\n'=Eve,eve@example.com,0\r\n", csv.At("$.csv"));
        Assert.Equal("3", csv.At("$.row_count"));
    }

    [Fact]
    public async Task A_query_can_be_read_again_listed_and_deleted()
    {
        shop.Translator.Answers("first user", "SELECT name FROM users WHERE id = 1");
        var id = (await (await shop.AskAsync("first user")).JsonAsync()).At("$.data.query_id");

        var read = (await (await shop.SendAsync(HttpMethod.Get, $"/v1/queries/{id}")).JsonAsync())["data"];
        Assert.Equal("completed", read.At("$.status"));
        Assert.Equal("first user", read.At("$.question"));
        Assert.Equal(shop.ConnectionId, read.At("$.connection_id"));
        Assert.Equal("""[["Ada"]]""", read!["results"]!["rows"]!.ToJsonString());
        Assert.Equal("name is Ada.", read.At("$.summary"));

        var first = await (await shop.SendAsync(HttpMethod.Get, "/v1/queries?limit=1")).JsonAsync();
        Assert.Equal(id, first.At("$.data[0].query_id"));

        var deleted = await shop.SendAsync(HttpMethod.Delete, $"/v1/queries/{id}");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Get, $"/v1/queries/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Delete, $"/v1/queries/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_list_goes_by_cursor_newest_first_to_its_end()
    {
        shop.Translator.Answers("one", "SELECT 1 AS one");
        List<string?> asked = [];
        for (var i = 0; i < 3; i++)
            asked.Insert(0, (await (await shop.AskAsync("one")).JsonAsync()).At("$.data.query_id"));

        List<string?> listed = [];
        var cursor = "";
        do
        {
            var page = await (await shop.SendAsync(HttpMethod.Get, $"/v1/queries?limit=2{cursor}")).JsonAsync();
            listed.AddRange(page["data"]!.AsArray().Select(item => item.At("$.query_id")));
            cursor = page.At("$.next_cursor") is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        Assert.Equal(asked, listed.Take(3));
        Assert.Equal(listed.Count, listed.Distinct().Count());
    }

    [Fact]
    public async Task A_dry_run_answers_the_sql_and_its_plan_and_keeps_nothing()
    {
        shop.Translator.Answers("plan this", "SELECT name FROM users WHERE id = 2");

        var data = (await (await shop.AskAsync("plan this", new { dry_run = true })).JsonAsync())["data"]!;

        Assert.Equal("SELECT name FROM users WHERE id = 2", data.At("$.sql"));
        Assert.NotEmpty(data["plan"]!.AsArray());
        var listed = await (await shop.SendAsync(HttpMethod.Get, "/v1/queries?limit=100")).JsonAsync();
        Assert.DoesNotContain(listed["data"]!.AsArray(), item => item.At("$.question") == "plan this");
    }

    [Fact]
    public async Task As_of_says_what_now_is_in_the_zone_of_the_workspace()
    {
        shop.Translator.Answers("as of", request => $"SELECT '{request.Now:yyyy-MM-dd'T'HH:mm:sszzz}' AS now");

        var data = (await (await shop.AskAsync("as of", new { as_of = "2024-01-10T12:00:00+01:00" })).JsonAsync())["data"]!;
        var without = await shop.AskAsync("as of", new { as_of = "2024-01-10T12:00:00" });

        Assert.Equal("2024-01-10T11:00:00+00:00", data["results"]!["rows"]![0]![0]!.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Equal("$.as_of", (await without.JsonAsync()).At("$.error.details.fields[0].path"));
    }

    [Fact]
    public async Task A_verified_query_is_handed_to_the_translator_when_the_same_connection_is_asked()
    {
        shop.Translator.Answers("verified users", "SELECT COUNT(*) AS n FROM users");
        var id = (await (await shop.AskAsync("verified users")).JsonAsync()).At("$.data.query_id");

        var verified = await shop.SendAsync(HttpMethod.Post, $"/v1/queries/{id}/verify");
        var corrected = await shop.SendAsync(HttpMethod.Post, $"/v1/queries/{id}/verify", new { sql = "SELECT COUNT(*) AS users FROM users;" });
        var broken = await shop.SendAsync(HttpMethod.Post, $"/v1/queries/{id}/verify", new { sql = "SELECT no_such_column FROM users" });
        var hostile = await shop.SendAsync(HttpMethod.Post, $"/v1/queries/{id}/verify", new { sql = "DELETE FROM users" });
        await shop.AskAsync("verified users");

        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
        Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        Assert.Contains("no_such_column", (await broken.JsonAsync()).At("$.error.message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, hostile.StatusCode);
        var example = Assert.Single(shop.Translator.Requests.Last(request => request.Question == "verified users").Examples!, item => item.Question == "verified users");
        Assert.Equal("SELECT COUNT(*) AS users FROM users", example.Sql);
    }

    [Fact]
    public async Task A_running_query_is_listed_and_can_be_cancelled()
    {
        shop.Translator.Answers("forever", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
        var asking = shop.AskAsync("forever");
        var id = await Eventually.ValueAsync(async () =>
        {
            var list = await (await shop.SendAsync(HttpMethod.Get, "/v1/queries?limit=5")).JsonAsync();
            return list["data"]!.AsArray().FirstOrDefault(item => item.At("$.question") == "forever" && item.At("$.status") == "in_progress").At("$.query_id");
        });

        var cancelled = await shop.SendAsync(HttpMethod.Post, $"/v1/queries/{id}/cancel");

        Assert.Equal("cancelled", (await cancelled.JsonAsync()).At("$.data.status"));
        var answer = await asking.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("question_cancelled", (await answer.JsonAsync()).At("$.error.details.reason"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await shop.SendAsync(HttpMethod.Post, $"/v1/queries/{id}/cancel")).StatusCode);
    }

    [Fact]
    public async Task A_workspace_that_runs_as_many_as_it_may_has_to_wait_and_others_need_not()
    {
        shop.Translator.Answers("endless", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n").Answers("short", "SELECT 1 AS one");
        using var leaving = new CancellationTokenSource();
        var endless = Enumerable.Range(0, 3).Select(_ => shop.SendAsync(
            HttpMethod.Post, "/v1/queries", new { question = "endless", connection_id = shop.ConnectionId }, cancellationToken: leaving.Token)).ToList();

        var refused = await Eventually.ValueAsync(async () =>
            await shop.AskAsync("short") is { StatusCode: HttpStatusCode.TooManyRequests } response ? response : null);

        Assert.Equal("too_many_questions", (await refused.JsonAsync()).At("$.error.details.reason"));
        Assert.NotNull(refused.Headers.RetryAfter);
        var (_, other) = await shop.NewWorkspaceAsync();
        var created = await shop.SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" }, other);
        var elsewhere = await shop.SendAsync(
            HttpMethod.Post, "/v1/queries", new { question = "short", connection_id = (await created.JsonAsync()).At("$.data.connection_id") }, other);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(endless));
        await Eventually.ValueAsync(async () => await shop.AskAsync("short") is { StatusCode: HttpStatusCode.OK } answered ? answered : null);
    }

    [Fact]
    public async Task A_client_that_leaves_stops_its_query()
    {
        shop.Translator.Answers("abandoned", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
        using var leaving = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shop.SendAsync(
            HttpMethod.Post, "/v1/queries", new { question = "abandoned", connection_id = shop.ConnectionId }, cancellationToken: leaving.Token));

        await Eventually.ValueAsync(async () =>
        {
            var list = await (await shop.SendAsync(HttpMethod.Get, "/v1/queries?limit=5")).JsonAsync();
            return list["data"]!.AsArray().FirstOrDefault(item => item.At("$.question") == "abandoned" && item.At("$.status") == "cancelled");
        });
    }

    [Fact]
    public async Task Sql_that_fails_is_a_query_error_with_the_databases_message_and_is_kept_as_failed()
    {
        shop.Translator.Answers("broken", "SELECT no_such_column FROM users");

        var response = await shop.AskAsync("broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var error = (await response.JsonAsync())["error"]!;
        Assert.Equal("query_error", error.At("$.code"));
        Assert.Contains("no_such_column", error.At("$.message"));
        var kept = (await (await shop.SendAsync(HttpMethod.Get, "/v1/queries?limit=5")).JsonAsync())["data"]!.AsArray().First(item => item.At("$.question") == "broken");
        Assert.Equal("failed", kept.At("$.status"));
        var details = (await (await shop.SendAsync(HttpMethod.Get, $"/v1/queries/{kept.At("$.query_id")}")).JsonAsync())["data"];
        Assert.Equal("query_failed", details.At("$.error.code"));
    }

    [Fact]
    public async Task Sql_that_writes_is_refused_and_changes_nothing()
    {
        shop.Translator.Answers("drop it", "DROP TABLE users").Answers("still there", "SELECT COUNT(*) AS n FROM users");

        var response = await shop.AskAsync("drop it");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("validation_error", (await response.JsonAsync()).At("$.error.code"));
        Assert.Equal("3", (await (await shop.AskAsync("still there")).JsonAsync())["data"]!["results"]!["rows"]![0]![0]!.ToString());
    }

    [Fact]
    public async Task A_question_that_is_not_understood_is_refused_with_what_was_not_understood()
    {
        var response = await shop.AskAsync("colourless green ideas");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("question_not_understood", (await response.JsonAsync()).At("$.error.details.reason"));
        Assert.Contains("colourless", (await response.JsonAsync()).At("$.error.message"));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.UnprocessableEntity)]
    [InlineData("", HttpStatusCode.UnprocessableEntity)]
    [InlineData("null", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"connection_id": "conn_abc123"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": 5, "connection_id": "CONN"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "format": "xml"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "format": 1}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "colour": "red"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "dry_run": "yes"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "as_of": "yesterday"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "as_of": "9999-99-99T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "as_of": "9999-12-31T23:59:59Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "CONN", "as_of": "0001-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": " ", "connection_id": "CONN"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "x", "connection_id": "conn_nothing"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"question": "x", "connection_id": ""}""", HttpStatusCode.NotFound)]
    [InlineData("""{"question": "x", "connection_id": "conn_00000000000000000000000000000000"}""", HttpStatusCode.NotFound)]
    public async Task A_bad_request_to_ask_is_told_so(string body, HttpStatusCode expected)
    {
        var content = new StringContent(body.Replace("CONN", shop.ConnectionId, StringComparison.Ordinal), Encoding.UTF8, "application/json");

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/queries", content);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NotFound ? "not_found" : "validation_error", (await response.JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task A_question_of_ten_megabytes_is_refused()
    {
        var response = await shop.AskAsync(new string('x', 10_000_000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("validation_error", (await response.JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_refused()
    {
        var response = await shop.AskAsync(new string('x', 5_000));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/queries?limit=0")]
    [InlineData("/v1/queries?limit=101")]
    [InlineData("/v1/queries?limit=many")]
    [InlineData("/v1/queries?cursor=nonsense")]
    [InlineData("/v1/queries?cursor=cur_nonsense")]
    [InlineData("/v1/connections?limit=-1")]
    public async Task A_bad_page_is_refused(string path)
    {
        var response = await shop.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("validation_error", (await response.JsonAsync()).At("$.error.code"));
    }

    [Theory]
    [InlineData("GET", "/v1/queries/{0}")]
    [InlineData("DELETE", "/v1/queries/{0}")]
    [InlineData("POST", "/v1/queries/{0}/verify")]
    [InlineData("POST", "/v1/queries/{0}/cancel")]
    public async Task Another_workspaces_query_is_not_there(string method, string path)
    {
        shop.Translator.Answers("mine", "SELECT 1 AS one");
        var id = (await (await shop.AskAsync("mine")).JsonAsync()).At("$.data.query_id");
        var (_, stranger) = await shop.NewWorkspaceAsync();

        foreach (var text in new[] { id!, "q_unknown", "1", "%27", new string('q', 3_000) })
        {
            var response = await shop.SendAsync(new HttpMethod(method), string.Format(path, text), key: stranger);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_key_that_may_only_read_cannot_ask()
    {
        var reader = await shop.NewKeyAsync(shop.Workspace, Roles.Viewer);

        var asked = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "x", connection_id = shop.ConnectionId }, reader);
        var listed = await shop.SendAsync(HttpMethod.Get, "/v1/queries", key: reader);

        Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
        Assert.Equal("authorization_error", (await asked.JsonAsync()).At("$.error.code"));
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("afdb_live_nonsense")]
    public async Task Without_a_good_key_nobody_is_answered(string key)
    {
        var response = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "x", connection_id = shop.ConnectionId }, key);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("authentication_error", (await response.JsonAsync()).At("$.error.code"));
    }
}
