using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>Models that run elsewhere predict at the same address.</summary>
[Collection(nameof(PredictionPlatform))]
public sealed class EndpointModelTests(PredictionPlatform platform) : IAsyncLifetime
{
    private ScriptedApi _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedApi.StartAsync(call => ApiReply.Json("""{"scores": [0.25, 0.75], "label": "yes"}"""));

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task The_request_and_the_response_are_made_by_templates_and_headers_stay_secret()
    {
        var id = await NewAsync("Elsewhere", new
        {
            url = $"{_server.Url}/score",
            headers = new Dictionary<string, string> { ["X-Api-Key"] = "very-secret" },
            request = """{"instances": [{{ features | json }}]}""",
            response = """{"prediction": "{{ response.label }}", "probabilities": {"no": {{ response.scores[0] }}, "yes": {{ response.scores[1] }}}}""",
        });

        var predicted = await platform.PostAsync($"/{id}/predict", new { features = new[] { 1.5, 2.5 } });

        Assert.Equal(("yes", "0.75"), (predicted.At("$.prediction"), predicted.At("$.probabilities.yes")));
        var call = Assert.Single(_server.Calls);
        Assert.Equal(("POST", "/score", "very-secret", """{"instances": [[1.5,2.5]]}"""), (call.Method, call.Path, call.Header("X-Api-Key"), call.Body));
        Assert.DoesNotContain("very-secret", (await platform.GetAsync($"/{id}")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("*************", (await platform.GetAsync($"/{id}"))["endpoint"]!["headers"]!["X-Api-Key"]!.ToString());
        Assert.Equal("prediction_model_not_trainable", (await platform.PostAsync($"/{id}/train", status: 409)).At("$.error.code"));
        Assert.Equal("drift_not_measured", (await platform.GetAsync($"/{id}/drift", 409)).At("$.error.code"));
    }

    [Fact]
    public async Task Headers_that_are_too_large_together_are_refused_with_the_limit()
    {
        var headers = Enumerable.Range(0, 16).ToDictionary(number => $"X-Part-{number}", _ => new string('h', 4_000));

        var refused = await platform.PostAsync("", new { name = "Heavy", type = "endpoint", endpoint = new { url = _server.Url, headers } }, 422);

        Assert.Contains("$.endpoint.headers", refused.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("61,440", refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_needs_as_many_predictions_as_rows()
    {
        var id = await NewAsync("Batches", new { url = _server.Url, response = "{{ response.scores | json }}" });

        var two = await platform.PostAsync($"/{id}/predict", new { features = new[] { new[] { 1 }, [2] } });
        var three = await platform.PostAsync($"/{id}/predict", new { features = new[] { new[] { 1 }, [2], [3] } }, 502);

        Assert.Equal(["0.25", "0.75"], two["predictions"]!.AsArray().Select(one => one.At("$.prediction")));
        Assert.Equal("prediction_endpoint_failed", three.At("$.error.code"));
    }

    [Fact]
    public async Task Failures_elsewhere_are_told_and_nothing_of_what_was_said_there()
    {
        var id = await NewAsync("Failing", new { url = _server.Url, timeout_seconds = 1 });
        foreach (var reply in new[] { ApiReply.Json("""{"error": "private words"}""", 500), new ApiReply(200, "no json", "text/plain"), ApiReply.Lost, ApiReply.Json("{}") with { Delay = TimeSpan.FromSeconds(5) } })
        {
            _server.Faults.Enqueue(_ => reply);
            var answer = await platform.PostAsync($"/{id}/predict", new { features = new[] { 1 } }, 502);
            Assert.Equal("prediction_endpoint_failed", answer.At("$.error.code"));
            Assert.DoesNotContain("private", answer.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_redirect_to_another_host_does_not_take_the_headers_along()
    {
        await using var other = await ScriptedApi.StartAsync();
        var id = await NewAsync("Redirected", new { url = _server.Url, headers = new Dictionary<string, string> { ["X-Api-Key"] = "very-secret" } });
        _server.Faults.Enqueue(_ => ApiReply.Redirect($"{other.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/there", 307));

        await platform.PostAsync($"/{id}/predict", new { features = new[] { 1 } });

        Assert.Null(Assert.Single(other.Calls).Header("X-Api-Key"));
    }

    [Fact]
    public async Task Addresses_that_the_deployment_does_not_connect_to_are_refused()
    {
        var id = await NewAsync("Metadata", new { url = "http://169.254.169.254/metadata" });

        var answer = await platform.PostAsync($"/{id}/predict", new { features = new[] { 1 } }, 502);

        Assert.Equal("prediction_endpoint_failed", answer.At("$.error.code"));
    }

    [Theory]
    [InlineData("""{"url": "ftp://example.com"}""", "$.endpoint.url")]
    [InlineData("""{"url": "https://user:password@example.com"}""", "$.endpoint.url")]
    [InlineData("""{"url": "https://example.com", "headers": {"Host": "other"}}""", "$.endpoint.headers")]
    [InlineData("""{"url": "https://example.com", "headers": {"X-Key": "a\nb"}}""", "$.endpoint.headers.X-Key")]
    [InlineData("""{"url": "https://example.com", "request": "{{ features | nothing }}"}""", "$.endpoint.request")]
    [InlineData("""{"url": "https://example.com", "request": "{{ secrets }}"}""", "$.endpoint.request")]
    [InlineData("""{"url": "https://example.com", "response": "{% include 'file' %}"}""", "$.endpoint.response")]
    [InlineData("""{"url": "https://example.com", "timeout_seconds": 600}""", "$.endpoint.timeout_seconds")]
    public async Task Settings_that_cannot_work_are_refused(string endpoint, string path)
    {
        var answer = await platform.PostAsync("", new { name = "Refused", type = "endpoint", endpoint = JsonNode.Parse(endpoint) }, 422);

        Assert.Equal(path, answer.At("$.error.details[0].path"));
    }

    private async Task<string> NewAsync(string name, object endpoint)
    {
        var id = (await platform.PostAsync("", new { name, type = "endpoint", endpoint }, 201)).At("$.id")!;
        Assert.Equal("deployed", (await platform.PostAsync($"/{id}/deploy")).At("$.status"));
        return id;
    }
}
