using System.Globalization;
using System.Net;
using Fixtures;

namespace Http.Tests;

/// <summary>The printed examples of ConnectyAI's documents.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class ConnectyExamples(RunningPlatform platform)
{
    private const string FinishedQuestion = "/v1/dw/13/questions/729cb7a4-4b06-449e-a3c9-df40f5e570b8/results";

    [Fact]
    public async Task Health() => Assert.Equal(HttpStatusCode.OK, (await platform.SendAsync(HttpMethod.Get, "/v1/health", null)).StatusCode);

    [Fact]
    public async Task Exchange_credentials_for_a_token()
    {
        var response = await platform.SendAsync(HttpMethod.Post, "/v1/auth/token", null, new { client_id = "demo-client", client_secret = "demo-secret" });

        var body = (await response.JsonAsync()).AsObject();
        Assert.Equal(["access_token", "expires_at"], body.Select(property => property.Key));
        Assert.Equal(3, body.At("$.access_token")!.Split('.').Length);
        Assert.True(DateTimeOffset.TryParseExact(body.At("$.expires_at"), "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Fact]
    public async Task Ask_and_read_the_results()
    {
        var token = await platform.ConnectyTokenAsync();

        var asked = await platform.SendAsync(HttpMethod.Post, "/v1/dw/13/questions", token, new { question = "list the top 5 countries with the most orders" });
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var id = (await asked.JsonAsync()).At("$.question_id");

        var done = await platform.FinishedAsync($"/v1/dw/13/questions/{id}/results", token);
        Assert.Equal("COMPLETED", done.At("$.state"));
        Assert.Equal(["dataframe"], done["results"]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            ["Germany", "United States", "Spain", "France", "United Kingdom"],
            done["results"]!["dataframe"]!.AsArray().Skip(1).Select(row => row![0]!.ToString()));
    }

    [Fact]
    public async Task The_finished_question_answers_like_the_printed_example()
    {
        var token = await platform.ConnectyTokenAsync();

        var body = await (await platform.SendAsync(HttpMethod.Get, $"{FinishedQuestion}?include=dataframe,sqlquery,statistics&max_rows=3", token)).JsonAsync();

        Assert.Equal(["state", "results"], body.AsObject().Select(property => property.Key));
        var results = body["results"]!.AsObject();
        Assert.Equal(["sql_query", "dataframe", "dataframe_stats"], results.Select(property => property.Key));
        Assert.StartsWith("WITH ranked_logins AS (\n    SELECT \n        l.user_id, \n        l.login_at AS login_timestamp", results.At("$.sql_query"));
        var dataframe = results["dataframe"]!.AsArray();
        Assert.Equal(4, dataframe.Count);
        Assert.Equal("""["login_timestamp","user_email"]""", dataframe[0]!.ToJsonString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d$", dataframe[1]![0]!.ToString());
        var login = results["dataframe_stats"]!["login_timestamp"]!;
        Assert.Equal("""{"count":100,"nulls_count":0}""", login["general"]!.ToJsonString());
        Assert.Equal(["distinct_count", "distinct_approx", "min", "max"], login["temporal"]!.AsObject().Select(property => property.Key));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$", login.At("$.temporal.min"));
        var email = results["dataframe_stats"]!["user_email"]!;
        Assert.Equal(
            ["distinct_count", "distinct_approx", "empty_string_count", "min_len", "mean_len", "max_len"],
            email["string"]!.AsObject().Select(property => property.Key));
    }

    [Fact]
    public async Task The_finished_question_gives_its_rows_by_default()
    {
        var token = await platform.ConnectyTokenAsync();

        var body = await (await platform.SendAsync(HttpMethod.Get, FinishedQuestion, token)).JsonAsync();

        Assert.Equal(101, body["results"]!["dataframe"]!.AsArray().Count);
    }
}
