using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fixtures;
using Fixtures.Servers;

namespace FunctionsPlatform.Tests.Api.Connecty;

[Collection(nameof(ShopPlatform))]
public sealed class QuestionTests(ShopPlatform shop)
{
    [Fact]
    public async Task A_question_is_answered_in_the_background_in_the_documented_shape()
    {
        shop.Translator.Answers("orders by country", "SELECT country, COUNT(*) AS orders FROM orders GROUP BY country ORDER BY orders DESC");
        var dw = await NewDataWorkspaceAsync();

        var asked = await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new { question = "orders by country" });
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var handle = (await asked.JsonAsync()).AsObject();
        Assert.Equal(["question_id"], handle.Select(property => property.Key));
        Assert.True(Guid.TryParseExact(handle.At("$.question_id"), "D", out _));

        var done = await FinishedAsync(dw, handle.At("$.question_id")!, "?include=dataframe,sqlquery,statistics,summary&max_rows=2");
        Assert.Equal("COMPLETED", done.At("$.state"));
        var results = done["results"]!.AsObject();
        Assert.Equal(["response_summary", "sql_query", "dataframe", "dataframe_stats"], results.Select(property => property.Key));
        Assert.Equal("""[["country","orders"],["France",57],["Spain",33]]""", results["dataframe"]!.ToJsonString());
        Assert.Equal(
            """{"general":{"count":3,"nulls_count":0},"string":{"distinct_count":3,"distinct_approx":false,"empty_string_count":0,"min_len":5,"mean_len":5.333333333333333,"max_len":6}}""",
            results["dataframe_stats"]!["country"]!.ToJsonString());
        var numeric = results["dataframe_stats"]!["orders"]!["numeric"]!.AsObject();
        Assert.Equal(
            ["distinct_count", "distinct_approx", "min", "max", "mean", "stddev", "median", "zeros_count", "negatives_count"],
            numeric.Select(property => property.Key));
        Assert.Equal(("10", "57", "33"), (numeric.At("$.min"), numeric.At("$.max"), numeric.At("$.median")));
        Assert.Equal(23.5017730, numeric["stddev"]!.GetValue<double>(), 1e-6);
    }

    [Fact]
    public async Task Only_the_parts_asked_for_are_there()
    {
        shop.Translator.Answers("one number", "SELECT 7 AS seven");
        var (dw, id) = await AskAsync("one number");
        await FinishedAsync(dw, id);

        Assert.Equal("""{"state":"COMPLETED","results":{"dataframe":[["seven"],[7]]}}""", (await ResultsAsync(dw, id)).ToJsonString());
        Assert.Equal("""{"state":"COMPLETED","results":{"sql_query":"SELECT 7 AS seven"}}""", (await ResultsAsync(dw, id, "?include=sqlquery")).ToJsonString());
        Assert.Equal("""{"state":"COMPLETED","results":{"dataframe":[["seven"],[7]]}}""", (await ResultsAsync(dw, id, "?include=,")).ToJsonString());
        var beyond = await ResultsAsync(dw, id, "?max_rows=99999999999");
        Assert.Equal("Must be between 1 and 2147483647.", beyond.At("$.error.fields[0].message"));
        Assert.Equal("""{"state":"COMPLETED","results":{"response_summary":"seven is 7."}}""", (await ResultsAsync(dw, id, "?include=summary")).ToJsonString());
    }

    [Fact]
    public async Task While_it_runs_there_is_only_the_state_and_cancelling_fails_it()
    {
        shop.Translator.Answers("endless", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
        var (dw, id) = await AskAsync("endless");
        var running = await Eventually.ValueAsync(async () => await ResultsAsync(dw, id) is var body && body.At("$.state") == "IN_PROGRESS" ? body : null);
        Assert.Equal("""{"state":"IN_PROGRESS"}""", running.ToJsonString());

        var cancelled = await shop.SendAsync(HttpMethod.Post, $"/v1/queries/q_{Guid.Parse(id):N}/cancel");

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        var failed = await ResultsAsync(dw, id);
        Assert.Equal(("FAILED", "question_cancelled"), (failed.At("$.state"), failed.At("$.error.code")));
    }

    [Theory]
    [InlineData("no sql for this", "question_not_understood")]
    [InlineData("fails in the database", "query_failed")]
    public async Task A_question_that_cannot_be_answered_fails_with_the_reason(string question, string code)
    {
        shop.Translator.Answers("fails in the database", "SELECT missing FROM users");

        var (dw, id) = await AskAsync(question);

        var body = await FinishedAsync(dw, id);
        Assert.Equal(("FAILED", code), (body.At("$.state"), body.At("$.error.code")));
        Assert.Null(body["results"]);
    }

    [Fact]
    public async Task Instants_are_shown_in_the_workspaces_time_zone()
    {
        var (_, key) = await shop.NewWorkspaceAsync(timeZone: "Europe/Warsaw");
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(
            database, "CREATE TABLE logins (login_at timestamptz)", "INSERT INTO logins VALUES ('2025-11-04 12:05:01.146Z'), ('2025-10-24 09:03:05.196568Z'), (NULL)");
        var connection = new
        {
            type = "postgresql",
            name = "Logins",
            host = database.Host,
            port = database.Port,
            database = database.Database,
            username = database.Username,
            password = database.Password,
            ssl_mode = "disable",
        };
        shop.Translator.Answers("logins", "SELECT login_at FROM logins ORDER BY login_at DESC NULLS LAST");
        var dw = await NewDataWorkspaceAsync(connection, key);
        var id = (await (await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new { question = "logins" }, key)).JsonAsync()).At("$.question_id")!;

        var body = await FinishedAsync(dw, id, "?include=dataframe,statistics", key);

        Assert.Equal(
            """[["login_at"],["2025-11-04T13:05:01.146+01:00"],["2025-10-24T11:03:05.196568+02:00"],[null]]""",
            Plain(body["results"]!["dataframe"]!));
        Assert.Equal(
            """{"general":{"count":3,"nulls_count":1},"temporal":{"distinct_count":2,"distinct_approx":false,"min":"2025-10-24T11:03:05.196568+02:00","max":"2025-11-04T13:05:01.146000+01:00"}}""",
            Plain(body["results"]!["dataframe_stats"]!["login_at"]!));
    }

    [Theory]
    [InlineData("GET", "/v1/dw/DW/questions/QUESTION/results?include=everything", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/QUESTION/results?include=dataframe,,nothing", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/QUESTION/results?max_rows=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/QUESTION/results?max_rows=-1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/QUESTION/results?max_rows=ten", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/QUESTION/results?max_rows=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/not-a-uuid/results", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/thirteen/questions/QUESTION/results", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/99999999999/questions/QUESTION/results", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/dw/DW/questions/00000000-0000-0000-0000-000000000000/results", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/dw/999999/questions/QUESTION/results", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/dw/OTHERS/questions/QUESTION/results", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/dw/SECOND/questions/QUESTION/results", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/dw/thirteen/questions", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/dw/999999/questions", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/dw/OTHERS/questions", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v1/dw/DW/questions", HttpStatusCode.MethodNotAllowed)]
    public async Task A_bad_address_is_told_so(string method, string path, HttpStatusCode expected)
    {
        shop.Translator.Answers("anything", "SELECT 1 AS one");
        var (dw, id) = await AskAsync("anything");
        var (_, stranger) = await shop.NewWorkspaceAsync();
        var theirs = await NewDataWorkspaceAsync(new { type = "sqlite", name = "Theirs", database = "shop.db" }, stranger);
        var address = path.Replace("DW", $"{dw}", StringComparison.Ordinal).Replace("QUESTION", id, StringComparison.Ordinal)
            .Replace("OTHERS", $"{theirs}", StringComparison.Ordinal).Replace("SECOND", $"{await NewDataWorkspaceAsync()}", StringComparison.Ordinal);

        var response = await shop.SendAsync(new HttpMethod(method), address, method == "POST" ? new { question = "anything" } : null);

        Assert.Equal(expected, response.StatusCode);
        Assert.NotNull((await response.JsonAsync()).At("$.error.code"));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("""{"question": 1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"question": null}""", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": ""}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"question": "  "}""", HttpStatusCode.UnprocessableEntity)]
    public async Task A_bad_question_is_told_so(string body, HttpStatusCode expected)
    {
        var dw = await NewDataWorkspaceAsync();

        var response = await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_credential_nobody_is_answered()
    {
        var dw = await NewDataWorkspaceAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new { question = "x" }, "")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Get, $"/v1/dw/{dw}/questions/{Guid.Empty}/results", key: "nonsense")).StatusCode);
    }

    private async Task<(int DataWorkspace, string Id)> AskAsync(string question)
    {
        var dw = await NewDataWorkspaceAsync();
        var asked = await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new { question });
        return (dw, (await asked.JsonAsync()).At("$.question_id")!);
    }

    /// <param name="connection">Body of a connection to make first; the shop's own without it.</param>
    private async Task<int> NewDataWorkspaceAsync(object? connection = null, string? key = null)
    {
        var id = connection is null
            ? shop.ConnectionId
            : (await (await shop.SendAsync(HttpMethod.Post, "/v1/connections", connection, key)).JsonAsync()).At("$.data.connection_id");
        var created = await shop.SendAsync(HttpMethod.Post, "/v1/dw", new { connection_id = id }, key);
        return (await created.JsonAsync())["dw_id"]!.GetValue<int>();
    }

    private async Task<JsonNode> ResultsAsync(int dw, string id, string query = "", string? key = null) =>
        await (await shop.SendAsync(HttpMethod.Get, $"/v1/dw/{dw}/questions/{id}/results{query}", key: key)).JsonAsync();

    private Task<JsonNode> FinishedAsync(int dw, string id, string query = "", string? key = null) => Eventually.ValueAsync(
        async () => await ResultsAsync(dw, id, query, key) is var body && body.At("$.state") is "COMPLETED" or "FAILED" ? body : null);

    private static string Plain(JsonNode json) => json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
