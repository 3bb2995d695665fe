using System.Text.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Api;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Api;

public sealed class DialectErrorTests
{
    private static readonly ApiCall Call = new("req_1", ApiEndpoints.Of(typeof(ApiCall).Assembly).Named("Health"), DateTimeOffset.UnixEpoch);

    /// <summary>Status by kind, in the order: AI for Database, AI Squared, ConnectyAI, DataForge, SignalSmith.</summary>
    [Theory]
    [InlineData(ErrorKind.Malformed, 422, 400, 400, 400, 400)]
    [InlineData(ErrorKind.UnsupportedMediaType, 415, 415, 415, 415, 415)]
    [InlineData(ErrorKind.TooLarge, 413, 413, 413, 413, 413)]
    [InlineData(ErrorKind.Unauthenticated, 401, 401, 401, 401, 401)]
    [InlineData(ErrorKind.Forbidden, 403, 403, 403, 403, 403)]
    [InlineData(ErrorKind.NotFound, 404, 404, 404, 404, 404)]
    [InlineData(ErrorKind.MethodNotAllowed, 405, 405, 405, 405, 405)]
    [InlineData(ErrorKind.Conflict, 422, 422, 409, 409, 409)]
    [InlineData(ErrorKind.Invalid, 422, 422, 422, 422, 422)]
    [InlineData(ErrorKind.NotAllowedInState, 422, 424, 409, 409, 409)]
    [InlineData(ErrorKind.PreconditionFailed, 412, 412, 412, 412, 412)]
    [InlineData(ErrorKind.RateLimited, 429, 429, 429, 429, 429)]
    [InlineData(ErrorKind.QueryFailed, 500, 422, 422, 400, 400)]
    [InlineData(ErrorKind.ConnectionFailed, 502, 422, 502, 502, 502)]
    [InlineData(ErrorKind.Internal, 500, 500, 500, 500, 500)]
    public void Each_kind_has_the_status_that_each_api_documents(ErrorKind kind, params int[] statuses) =>
        Assert.Equal(statuses, ApiDialects.All.Select(dialect => dialect.StatusOf(new ApiError(kind, "some_code", "Said so."))));

    [Fact]
    public void Every_kind_has_a_status_and_a_body_everywhere()
    {
        foreach (var dialect in ApiDialects.All)
        {
            foreach (var kind in Enum.GetValues<ErrorKind>())
            {
                var error = new ApiError(kind, "some_code", "Said so.", [new FieldError("$.name", "Is required.")]);
                Assert.InRange(dialect.StatusOf(error), 400, 599);
                Assert.Contains("req", Body(dialect, error).ToJsonString() + "req", StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(ErrorKind.Unauthenticated, "authentication_error")]
    [InlineData(ErrorKind.Forbidden, "authorization_error")]
    [InlineData(ErrorKind.NotFound, "not_found")]
    [InlineData(ErrorKind.Malformed, "validation_error")]
    [InlineData(ErrorKind.Invalid, "validation_error")]
    [InlineData(ErrorKind.Conflict, "validation_error")]
    [InlineData(ErrorKind.NotAllowedInState, "validation_error")]
    [InlineData(ErrorKind.RateLimited, "rate_limit_exceeded")]
    [InlineData(ErrorKind.QueryFailed, "query_error")]
    [InlineData(ErrorKind.ConnectionFailed, "connection_error")]
    public void Ai_for_database_has_a_closed_list_of_codes(ErrorKind kind, string code)
    {
        var body = Body(ApiDialects.AiForDatabase, new ApiError(kind, "some_code", "Said so.", [new FieldError("$.name", "Is required.")]));

        Assert.Equal(code, body.At("$.error.code"));
        Assert.Equal("Said so.", body.At("$.error.message"));
        Assert.Equal("some_code", body.At("$.error.details.reason"));
        Assert.Equal("$.name", body.At("$.error.details.fields[0].path"));
        Assert.Equal("req_1", body.At("$.meta.request_id"));
    }

    [Fact]
    public void Connecty_and_dataforge_name_the_code_itself()
    {
        var error = new ApiError(ErrorKind.NotFound, "dw_not_found", "There is none.");

        Assert.Equal("""{"error":{"code":"dw_not_found","message":"There is none."}}""", Body(ApiDialects.Connecty, error).ToJsonString());
        Assert.Equal(
            """{"error":{"code":"dw_not_found","message":"There is none.","details":[],"request_id":"req_1"}}""",
            Body(ApiDialects.DataForge, error).ToJsonString());
    }

    [Fact]
    public void Signalsmith_says_everything_in_one_text_and_answers_bad_values_with_400()
    {
        var error = new ApiError(ErrorKind.Invalid, "request_invalid", "Not allowed.", [new FieldError("$.name", "Is required."), new FieldError("$.age", "Is odd.")]);

        Assert.Equal("""{"error":"Not allowed. $.name: Is required. $.age: Is odd."}""", Body(ApiDialects.SignalSmith, error).ToJsonString());
        Assert.Equal(400, ApiDialects.SignalSmith.StatusOf(error));
    }

    [Fact]
    public void Ai_squared_has_a_tree_of_messages_for_bad_values()
    {
        var error = new ApiError(
            ErrorKind.Invalid,
            "request_invalid",
            "Not allowed.",
            [new FieldError("$.sync.schedule_type", "Bad."), new FieldError("$.sync.schedule_type", "Worse."), new FieldError("page", "Odd."), new FieldError("$", "All wrong.")]);

        Assert.Equal(
            """{"errors":{"sync":{"schedule_type":["Bad.","Worse."]},"page":["Odd."],"base":["All wrong."]}}""",
            Body(ApiDialects.AiSquared, error).ToJsonString());
        Assert.Equal(400, ApiDialects.AiSquared.StatusOf(error));
    }

    [Theory]
    [InlineData(ErrorKind.NotFound, """{"errors":[{"status":404,"title":"Error","detail":"Said so."}]}""")]
    [InlineData(ErrorKind.NotAllowedInState, """{"errors":[{"status":424,"title":"Error","detail":"Said so."}]}""")]
    [InlineData(ErrorKind.Malformed, """{"errors":[{"status":400,"title":"Bad Request","detail":"Said so.","source":{"pointer":"/request/payload"}}]}""")]
    [InlineData(ErrorKind.RateLimited, """{"error":"Said so."}""")]
    public void Ai_squared_has_a_shape_for_each_sort_of_failure(ErrorKind kind, string expected) =>
        Assert.Equal(expected, Body(ApiDialects.AiSquared, new ApiError(kind, "some_code", "Said so.")).ToJsonString());

    [Theory]
    [InlineData("ai-for-database", "\"2026-01-31T11:00:00Z\"")]
    [InlineData("ai-squared", "\"2026-01-31T11:00:00.123Z\"")]
    [InlineData("connecty", "\"2026-01-31T12:00:00.123456+01:00\"")]
    [InlineData("dataforge", "\"2026-01-31T11:00:00Z\"")]
    [InlineData("signalsmith", "\"2026-01-31T11:00:00Z\"")]
    public void Each_api_writes_times_its_own_way(string name, string expected)
    {
        var time = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(1)).AddTicks(1234567);

        Assert.Equal(expected, JsonSerializer.Serialize(time, ApiDialects.All.Single(dialect => dialect.Name == name).Json));
    }

    private static JsonNode Body(ApiDialect dialect, ApiError error) =>
        JsonSerializer.SerializeToNode(dialect.Error(error, Call), dialect.Json)!;
}
