using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Http;

public sealed class HttpDestinationTests : IAsyncLifetime, IDisposable
{
    private static readonly ResultColumn[] People = Rows.Columns(("id", ColumnKind.Integer), ("name", ColumnKind.Text));

    private readonly SkippingClock _clock = new();
    private readonly DestinationHost _host;
    private ScriptedApi _api = null!;

    public HttpDestinationTests() => _host = new DestinationHost(_clock);

    public async Task InitializeAsync() => _api = await ScriptedApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("records", """{"records":[{"fields":{"id":1,"name":"Ann"}},{"fields":{"id":2,"name":null}}]}""")]
    [InlineData("rows", """{"sync_mode":"mirror","rows":[{"data":{"id":1,"name":"Ann"},"operation":"upsert","primary_key":1},{"data":{"id":2,"name":null},"operation":"upsert","primary_key":2}]}""")]
    [InlineData("array", """[{"id":1,"name":"Ann"},{"id":2,"name":null}]""")]
    public async Task Rows_are_sent_in_the_chosen_form(string form, string body)
    {
        var rejections = await WriteAsync(new() { ["body_form"] = form }, RowOperations.Upsert, [1L, "Ann"], [2L, null]);

        Assert.Empty(rejections);
        var call = Assert.Single(_api.Calls);
        Assert.Equal(("POST", "/hook", body), (call.Method, call.Path, call.Body));
        Assert.StartsWith("application/json", call.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_row_comes_with_what_the_sync_says_of_itself()
    {
        await WriteAsync(new() { ["body_form"] = "single" }, RowOperations.Delete, [1L, null]);

        var body = Assert.Single(_api.Calls).Json;
        Assert.Equal("""{"id":1,"name":null}""", body["data"]!.ToJsonString());
        Assert.Equal("""{"sync_mode":"mirror","operation":"delete","run_id":"0195f3c1-0000-7000-8000-000000000001","sync_id":"s-1"}""", body["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_keep_what_they_are()
    {
        var columns = Rows.Columns(
            ("big", ColumnKind.Integer), ("exact", ColumnKind.Decimal), ("float", ColumnKind.Float), ("yes", ColumnKind.Boolean), ("day", ColumnKind.Date), ("time", ColumnKind.Time),
            ("local", ColumnKind.Timestamp), ("instant", ColumnKind.TimestampTz), ("id", ColumnKind.Uuid), ("json", ColumnKind.Json), ("bytes", ColumnKind.Binary),
            ("address.city", ColumnKind.Text), ("address.zip", ColumnKind.Text), ("tags[]", ColumnKind.Text), ("list[]", ColumnKind.Json), ("items[].sku", ColumnKind.Text));
        var row = new object?[]
        {
            79228162514264337593543950335m, 1.10m, 0.1, true, new DateOnly(2026, 3, 4), new TimeOnly(5, 6, 7), new DateTime(2026, 3, 4, 5, 6, 7, 890), new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)),
            Rows.Run, """{"a": [1]}""", new byte[] { 1, 2 }, "Ürümqi", null, "x", "[1,2]", "s1",
        };

        await WriteAsync(new() { ["body_form"] = "object" }, RowOperations.Append, columns, [], row);

        Assert.Equal(
            """{"big":79228162514264337593543950335,"exact":1.10,"float":0.1,"yes":true,"day":"2026-03-04","time":"05:06:07","local":"2026-03-04T05:06:07.89","instant":"2026-03-04T03:06:07Z","id":"0195f3c1-0000-7000-8000-000000000001","json":{"a":[1]},"bytes":"AQI=","address":{"city":"Ürümqi","zip":null},"tags":["x"],"list":[1,2],"items":[{"sku":"s1"}]}""",
            Assert.Single(_api.Calls).Body);
    }

    [Fact]
    public async Task Address_headers_and_body_are_made_from_the_row()
    {
        var configuration = new JsonObject
        {
            ["url"] = $"{_api.Url}/people/{{{{ row.name }}}}?id={{{{ row.id }}}}",
            ["method"] = "PUT",
            ["headers"] = new JsonObject { ["X-Name"] = "{{ row.name | upcase }}" },
            ["body"] = """{"said": "{{ row.name }}", "op": "{{ operation }}"}""",
        };

        await WriteAsync(configuration, RowOperations.Upsert, [7L, "A/\"B\""]);

        var call = Assert.Single(_api.Calls);
        Assert.Equal(("PUT", "?id=7", "A/\"B\""), (call.Method, call.Query, call.Json["said"]!.ToString()));
        Assert.Contains("%2F", call.Path, StringComparison.OrdinalIgnoreCase); // Kestrel leaves that one encoded.
        Assert.Equal("A/\"B\"", call.Header("X-Name"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_key_that_would_name_something_else_is_rejected_and_never_sent(string key)
    {
        var configuration = new JsonObject { ["url"] = $"{_api.Url}/people/{{{{ row.name }}}}", ["delete_method"] = "DELETE" };

        var rejection = Assert.Single(await WriteAsync(configuration, RowOperations.Delete, People, ["id"], [1L, key]));

        Assert.Equal("template_failed", rejection.Code);
        Assert.Empty(_api.Calls);
    }

    [Theory]
    [InlineData("none", null, null)]
    [InlineData("bearer", "Authorization", "Bearer t0ken")]
    [InlineData("basic", "Authorization", "Basic dXNlcjpwYTU1OndvcmQ=")]
    [InlineData("api_key", "X-Key", "k3y")]
    public async Task Credentials_go_where_they_belong(string type, string? header, string? value)
    {
        var configuration = new JsonObject
        {
            ["auth_type"] = type, ["token"] = "t0ken", ["username"] = "user", ["password"] = "pa55:word", ["api_key"] = "k3y", ["api_key_header"] = "X-Key",
        };

        await WriteAsync(configuration, RowOperations.Append, [1L, "Ann"]);

        var call = Assert.Single(_api.Calls);
        Assert.Equal(value, header is null ? null : call.Header(header));
        Assert.Equal(header == "Authorization", call.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_refused_row_is_rejected_with_the_servers_words_and_without_secrets()
    {
        _api.Answer = call => call.Json["id"]!.GetValue<int>() == 2
            ? ApiReply.Json("""{"error":{"code":"INVALID_NAME","message":"Name 'x' is bad; token was s3cret-t0ken"}}""", 422)
            : ApiReply.Json("{}");

        var rejection = Assert.Single(await WriteAsync(
            new() { ["body_form"] = "object", ["auth_type"] = "bearer", ["token"] = "s3cret-t0ken" }, RowOperations.Append, [1L, "a"], [2L, "x"], [3L, "c"]));

        Assert.Equal(new RowRejection(1, "invalid_name", "Name 'x' is bad; token was ***"), rejection);
    }

    [Fact]
    public async Task Bad_rows_are_bisected_out_of_a_repeatable_request()
    {
        _api.Answer = call => call.Json.AsArray().Any(row => row!["id"]!.GetValue<int>() % 10 == 7) ? ApiReply.Json("""{"message":"no sevens"}""", 400) : ApiReply.Json("{}");

        var rejections = await WriteAsync(
            new() { ["body_form"] = "array", ["idempotency_header"] = "Idempotency-Key", ["rows_per_request"] = 20, ["concurrency"] = 1 },
            RowOperations.Append,
            [.. Enumerable.Range(0, 20).Select(id => new object?[] { (long)id, "x" })]);

        Assert.Equal([7, 17], rejections.Select(rejection => rejection.Row));
        Assert.All(rejections, rejection => Assert.Equal(("http_400", "no sevens"), (rejection.Code, rejection.Message)));
        Assert.Equal(_api.Calls.Count, _api.Calls.Select(call => call.Header("Idempotency-Key")).Distinct().Count());
    }

    [Fact]
    public async Task A_refused_request_that_must_not_be_sent_twice_rejects_all_its_rows()
    {
        _api.Answer = call => ApiReply.Json("""{"message":"no"}""", 400);

        var rejections = await WriteAsync(new() { ["body_form"] = "array" }, RowOperations.Append, [1L, "a"], [2L, "b"]);

        Assert.Equal([0, 1], rejections.Select(rejection => rejection.Row));
        Assert.Single(_api.Calls);
    }

    [Fact]
    public async Task Results_of_single_rows_are_read_from_the_answer()
    {
        _api.Answer = _ => ApiReply.Json("""{"failures":[{"row":1,"why":{"code":"TooLong","text":"Name too long"}}]}""");
        var results = JsonNode.Parse("""{"items":"/failures","match":"index","at":"/row","codes":"/why/code","messages":"/why/text"}""");

        var rejections = await WriteAsync(new() { ["results"] = results }, RowOperations.Append, [1L, "a"], [2L, "b"], [3L, "c"]);

        Assert.Equal([new RowRejection(1, "too_long", "Name too long")], rejections);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Wed, 04 Mar 2026 05:06:27 GMT", 20)]
    public async Task A_server_that_asks_to_wait_is_waited_for(string retryAfter, int seconds)
    {
        _api.Faults.Enqueue(_ => new ApiReply(429) { Headers = [("Retry-After", retryAfter)] });

        Assert.Empty(await WriteAsync([], RowOperations.Append, [1L, "Ann"]));

        Assert.Equal(2, _api.Calls.Count);
        Assert.Equal(TimeSpan.FromSeconds(seconds), _clock.Waited);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_long_is_come_back_to_later()
    {
        _api.Faults.Enqueue(_ => ApiReply.TooMany(3_600));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => WriteAsync([], RowOperations.Append, [1L, "Ann"]));

        Assert.True(failure.IsTransient);
        Assert.Contains("3600", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _clock.Waited);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_request_that_was_turned_away_is_sent_again_whatever_it_does(int status)
    {
        _api.Faults.Enqueue(_ => new ApiReply(status));
        _api.Faults.Enqueue(_ => new ApiReply(status));

        Assert.Empty(await WriteAsync([], RowOperations.Append, [1L, "Ann"]));

        Assert.Equal(3, _api.Calls.Count);
    }

    [Fact]
    public async Task A_repeatable_request_is_sent_again_after_a_failure_of_any_kind()
    {
        _api.Faults.Enqueue(_ => new ApiReply(500));
        _api.Faults.Enqueue(_ => ApiReply.Lost);
        _api.Faults.Enqueue(_ => new ApiReply(200) { Delay = TimeSpan.FromSeconds(30) });
        var configuration = new JsonObject { ["url"] = $"{_api.Url}/people/{{{{ row.id }}}}", ["method"] = "PUT", ["body_form"] = "object", ["timeout_seconds"] = 1 };

        Assert.Empty(await WriteAsync(configuration, RowOperations.Upsert, [1L, "Ann"]));

        Assert.Equal(4, _api.Calls.Count);
    }

    [Fact]
    public async Task A_server_that_goes_on_failing_is_a_transient_failure_of_the_batch()
    {
        _api.Answer = _ => ApiReply.Json("""{"message":"maintenance"}""", 503);

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => WriteAsync(new() { ["attempts"] = 3 }, RowOperations.Append, [1L, "Ann"]));

        Assert.Equal((ConnectorFailure.Unreachable, "maintenance"), (failure.Failure, failure.Message));
        Assert.Equal(3, _api.Calls.Count);
    }

    [Fact]
    public async Task Where_the_connection_is_lost_after_sending_the_outcome_is_unknown_and_nothing_is_sent_again()
    {
        _api.Answer = call => call.Body.Contains("lost", StringComparison.Ordinal) ? ApiReply.Lost : ApiReply.Json("{}");

        var rejections = await WriteAsync(new() { ["body_form"] = "object" }, RowOperations.Append, [1L, "a"], [2L, "lost"], [3L, "c"]);

        var rejection = Assert.Single(rejections);
        Assert.Equal((1, true), (rejection.Row, rejection.IsOutcomeUnknown));
        Assert.Equal(3, _api.Calls.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task Where_the_server_fails_or_does_not_answer_in_time_the_outcome_is_unknown(int status)
    {
        _api.Answer = _ => status == 0 ? new ApiReply(200) { Delay = TimeSpan.FromSeconds(30) } : new ApiReply(status);

        var rejection = Assert.Single(await WriteAsync(new() { ["timeout_seconds"] = 1 }, RowOperations.Append, [1L, "a"]));

        Assert.True(rejection.IsOutcomeUnknown);
        Assert.Single(_api.Calls);
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_tried_again_and_then_a_transient_failure()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() =>
            WriteAsync(new() { ["url"] = ScriptedApi.NobodyListens() }, RowOperations.Append, [1L, "a"]));

        Assert.Equal((ConnectorFailure.Unreachable, true), (failure.Failure, failure.IsTransient));
        Assert.InRange(_clock.Waited, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task When_rows_that_must_not_be_sent_twice_are_done_in_part_the_others_are_told_apart()
    {
        var calls = 0;
        _api.Answer = _ => Interlocked.Increment(ref calls) == 1 ? ApiReply.Json("{}") : ApiReply.Json("""{"message":"gone fishing"}""", 503);

        var rejections = await WriteAsync(new() { ["body_form"] = "object", ["concurrency"] = 1, ["attempts"] = 2 }, RowOperations.Append, [1L, "a"], [2L, "b"], [3L, "c"]);

        Assert.Equal([1, 2], rejections.Select(rejection => rejection.Row));
        Assert.All(rejections, rejection => Assert.Equal(("destination_unreachable", "gone fishing", false), (rejection.Code, rejection.Message, rejection.IsOutcomeUnknown)));
        Assert.Equal(3, _api.Calls.Count);
    }

    [Fact]
    public async Task A_refused_credential_stops_the_batch()
    {
        _api.Answer = _ => ApiReply.Json("""{"error":"invalid_token"}""", 401);

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => WriteAsync(new() { ["auth_type"] = "bearer", ["token"] = "0ld-token" }, RowOperations.Append, [1L, "a"]));

        Assert.Equal((ConnectorFailure.AccessDenied, "invalid_token"), (failure.Failure, failure.Message));
        Assert.Single(_api.Calls);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_fine_and_changing_it_is_not()
    {
        _api.Answer = _ => ApiReply.Json("""{"message":"no such person"}""", 404);
        var configuration = () => new JsonObject
        {
            ["url"] = $"{_api.Url}/people/{{{{ key.value }}}}", ["method"] = "PATCH", ["body_form"] = "object", ["delete_method"] = "DELETE",
        };

        Assert.Empty(await WriteAsync(configuration(), RowOperations.Delete, [1L, null]));
        Assert.Equal(new RowRejection(0, "row_not_found", "no such person"), Assert.Single(await WriteAsync(configuration(), RowOperations.Update, [1L, "a"])));
        Assert.Equal([("DELETE", ""), ("PATCH", """{"id":1,"name":"a"}""")], _api.Calls.Select(call => (call.Method, call.Body)));
    }

    [Theory]
    [InlineData("PUT", "/p/{{ row.id }}", RowOperations.Upsert, true)]
    [InlineData("PATCH", "/p/{{ key.value }}", RowOperations.Update, true)]
    [InlineData("POST", "/p/{{ row.id }}", RowOperations.Upsert, false)]
    [InlineData("PUT", "/p/{{ row.name }}", RowOperations.Upsert, false)]
    [InlineData("PUT", "/p", RowOperations.Upsert, false)]
    [InlineData("PUT", "/p/{{ row.id }}", RowOperations.Append, false)]
    public async Task What_may_be_written_twice_is_known(string method, string path, RowOperations operation, bool isRepeatable)
    {
        await using var writer = await OpenAsync(new() { ["url"] = _api.Url + path, ["method"] = method, ["body_form"] = "object" }, People, operation, operation == RowOperations.Append ? [] : ["id"]);

        Assert.Equal(isRepeatable, writer.IsRepeatable(operation));
    }

    [Fact]
    public async Task A_batch_is_what_is_sent_at_a_time()
    {
        await using var writer = await OpenAsync(new() { ["rows_per_request"] = 25, ["concurrency"] = 3 }, People, RowOperations.Append, []);

        Assert.Equal(75, writer.BatchRows);
    }

    [Fact]
    public async Task No_more_is_sent_than_the_rate_allows()
    {
        await WriteAsync(
            new() { ["rate_limit_requests"] = 2, ["rate_limit_seconds"] = 10, ["body_form"] = "object", ["concurrency"] = 1 },
            RowOperations.Append,
            [.. Enumerable.Range(0, 7).Select(id => new object?[] { (long)id, "x" })]);

        Assert.Equal(7, _api.Calls.Count);
        Assert.Equal(TimeSpan.FromSeconds(30), _clock.Waited);
    }

    [Fact]
    public async Task Requests_run_side_by_side_up_to_the_concurrency()
    {
        var (running, most) = (0, 0);
        _api.Answer = _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            SpinWait.SpinUntil(() => Volatile.Read(ref running) == 3, TimeSpan.FromSeconds(1));
            Interlocked.Decrement(ref running);
            return ApiReply.Json("{}");
        };

        await WriteAsync(new() { ["body_form"] = "object", ["concurrency"] = 3 }, RowOperations.Append, [.. Enumerable.Range(0, 6).Select(id => new object?[] { (long)id, "x" })]);

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_host()
    {
        await using var other = await ScriptedApi.StartAsync();
        _api.Answer = call => call.Path == "/hook" ? ApiReply.Redirect($"{_api.Url}/moved", 307) : ApiReply.Redirect($"{other.Url}/elsewhere", 307);

        await WriteAsync(
            new() { ["auth_type"] = "bearer", ["token"] = "t0ken", ["secret_headers"] = new JsonObject { ["X-Api-Key"] = "k3y" } }, RowOperations.Append, [1L, "a"]);

        Assert.All(_api.Calls, call => Assert.Equal(("Bearer t0ken", "k3y"), (call.Header("Authorization"), call.Header("X-Api-Key"))));
        var arrived = Assert.Single(other.Calls);
        Assert.Equal(("POST", "/elsewhere"), (arrived.Method, arrived.Path));
        Assert.Equal(_api.Calls.First().Body, arrived.Body);
        Assert.False(arrived.Headers.ContainsKey("Authorization") || arrived.Headers.ContainsKey("X-Api-Key"));
    }

    [Fact]
    public async Task A_private_address_is_refused_where_the_deployment_does_not_allow_it()
    {
        using var strict = new DestinationHost(_clock, allowPrivate: false);

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => strict["http"].CheckAsync(Settings([]), CancellationToken.None));

        Assert.Contains("does not connect to", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Empty(_api.Calls);
    }

    [Fact]
    public async Task A_check_writes_nothing_and_tells_a_refused_credential()
    {
        _api.Answer = call => call.Header("Authorization") == "Bearer good" ? new ApiReply(405) { Headers = [("Server", "hooks/2.1")] } : new ApiReply(401);

        Assert.Equal("hooks/2.1", (await _host["http"].CheckAsync(Settings(new() { ["auth_type"] = "bearer", ["token"] = "good" }), CancellationToken.None)).Version);
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => _host["http"].CheckAsync(Settings(new() { ["auth_type"] = "bearer", ["token"] = "wrong-token" }), CancellationToken.None));
        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
        Assert.All(_api.Calls, call => Assert.Equal("OPTIONS", call.Method));
    }

    [Fact]
    public void Mistakes_in_a_configuration_are_all_told()
    {
        var configuration = JsonNode.Parse(
            """
            {
              "url": "https://{{ row.host }}/x", "method": "FETCH", "body": "{{ nobody }}", "auth_type": "basic", "headers": { "Host": "x", "X-A": "{{ row.a | shout }}" },
              "timeout_seconds": 1000, "rows_per_requst": 5, "results": { "items": "failures", "match": "value" }, "update_url": "ftp://files.example.com/"
            }
            """)!.AsObject();

        var problems = _host["http"].Validate(new DestinationSettings(configuration));

        Assert.Equal(
            ["body", "headers.Host", "headers.X-A", "method", "results.field", "results.items", "rows_per_requst", "timeout_seconds", "update_url", "url", "username"],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.Empty(_host["http"].Validate(Settings([])));
    }

    [Fact]
    public async Task Fields_that_want_the_same_place_are_refused_at_once()
    {
        var columns = Rows.Columns(("a", ColumnKind.Text), ("a.b", ColumnKind.Text));
        var target = new WriteTarget(new DestinationStream("http", [], [], RowOperations.Append, AcceptsOtherFields: true), columns, [], RowOperations.Append);

        var opened = await _host["http"].OpenAsync(Settings([]), target, CancellationToken.None);

        Assert.False(opened.Succeeded(out _, out var error));
        Assert.Equal("destination_fields_collide", error.Code);
    }

    [Fact]
    public async Task A_cancelled_caller_is_told_so()
    {
        using var caller = new CancellationTokenSource();
        _api.Answer = _ =>
        {
            caller.Cancel();
            return new ApiReply(200) { Delay = TimeSpan.FromSeconds(30) };
        };
        await using var writer = await OpenAsync([], People, RowOperations.Append, []);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(Rows.Batch(RowOperations.Append, [1L, "a"]), caller.Token));
    }

    private Task<IReadOnlyList<RowRejection>> WriteAsync(JsonObject configuration, RowOperations operation, params object?[][] rows) =>
        WriteAsync(configuration, operation, People, operation == RowOperations.Append ? [] : ["id"], rows);

    private async Task<IReadOnlyList<RowRejection>> WriteAsync(JsonObject configuration, RowOperations operation, ResultColumn[] columns, string[] key, params object?[][] rows)
    {
        await using var writer = await OpenAsync(configuration, columns, operation, key);
        return await writer.WriteAsync(Rows.Batch(operation, rows), CancellationToken.None);
    }

    private async Task<IRowWriter> OpenAsync(JsonObject configuration, ResultColumn[] columns, RowOperations operation, string[] key)
    {
        var settings = Settings(configuration);
        Assert.Empty(_host["http"].Validate(settings));
        var stream = Assert.Single(await _host["http"].DiscoverAsync(settings, CancellationToken.None));
        var target = new WriteTarget(stream, columns, key, operation) { Options = new() { ["sync_mode"] = "mirror", ["metadata"] = new JsonObject { ["sync_id"] = "s-1" } } };
        var opened = await _host["http"].OpenAsync(settings, target, CancellationToken.None);
        return opened.Succeeded(out var writer, out var error) ? writer : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{error}"));
    }

    private DestinationSettings Settings(JsonObject configuration)
    {
        configuration["url"] ??= $"{_api.Url}/hook";
        return new DestinationSettings(configuration);
    }
}
