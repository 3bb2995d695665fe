using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using static Http.Tests.SignalSmith.SmithDemo;

namespace Http.Tests.SignalSmith;

[Collection(nameof(RunningPlatform))]
public sealed class SyncExamples(RunningPlatform platform)
{
    private readonly SmithDemo _demo = new(platform);

    [Fact]
    public async Task A_sync_goes_through_its_life()
    {
        var (model, destination, stream) = await NewAsync();
        var body = Sync(model, destination, stream);
        body["schedule"] = "0 6 * * *";

        var created = await BodyAsync(_demo.PostAsync("/syncs", body), HttpStatusCode.Created);
        var path = $"/syncs/{created.At("$.id")}";
        Assert.Equal(
            (model, destination, "upsert", "0 6 * * *", "active", "", stream),
            (created.At("$.model_id"), created.At("$.destination_id"), created.At("$.sync_mode"), created.At("$.schedule"), created.At("$.status"), created.At("$.status_error"), created.At("$.config.stream")));
        Assert.True(created.AsObject().ContainsKey("last_synced_at"));
        Assert.Null(created["last_run_id"]);

        await ErrorAsync(_demo.PostAsync("/syncs", body), HttpStatusCode.Conflict);
        var changed = await BodyAsync(_demo.PutAsync(path, new { sync_mode = "mirror", schedule = "", enabled = false }));
        Assert.Equal(("mirror", "", "paused"), (changed.At("$.sync_mode"), changed.At("$.schedule"), changed.At("$.status")));
        await ErrorAsync(_demo.PostAsync($"{path}/trigger"), HttpStatusCode.Conflict);
        Assert.Equal("[]", (await BodyAsync(_demo.GetAsync($"{path}/runs"))).ToJsonString());
        Assert.Equal("""{"status":"deleted"}""", (await BodyAsync(_demo.DeleteAsync(path))).ToJsonString());
        await ErrorAsync(_demo.GetAsync(path), HttpStatusCode.NotFound);
        await BodyAsync(_demo.DeleteAsync($"/destinations/{destination}"));
        await BodyAsync(_demo.DeleteAsync($"/models/{model}"));
    }

    [Fact]
    public async Task A_dry_run_is_a_run_that_can_be_watched()
    {
        var (model, destination, stream) = await NewAsync();
        var path = $"/syncs/{(await BodyAsync(_demo.PostAsync("/syncs", Sync(model, destination, stream)), HttpStatusCode.Created)).At("$.id")}";

        var started = await BodyAsync(_demo.PostAsync($"{path}/dry-run"), HttpStatusCode.Created);
        var watched = await BodyAsync(_demo.GetAsync($"{path}/runs/{started.At("$.id")}"));

        Assert.Equal(("dry_run", "api", "queued"), (started.At("$.kind"), started.At("$.trigger"), started.At("$.status")));
        Assert.Equal(started.At("$.id"), watched.At("$.id"));
        Assert.Contains(watched.At("$.status"), new[] { "queued", "running", "completed" });
        Assert.Equal(started.At("$.id"), (await BodyAsync(_demo.GetAsync($"{path}/runs"))).At("$[0].id"));
        await BodyAsync(_demo.DeleteAsync($"/models/{model}"));
        await BodyAsync(_demo.DeleteAsync($"/destinations/{destination}"));
    }

    [Theory]
    [InlineData("model_id")]
    [InlineData("destination_id")]
    public async Task A_reference_to_what_is_not_there_is_422(string field)
    {
        var (model, destination, stream) = await NewAsync();
        var body = Sync(model, destination, stream);
        body[field] = Nobody;

        Assert.Contains(field, await ErrorAsync(_demo.PostAsync("/syncs", body), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", null)]
    [InlineData("model_id", null)]
    [InlineData("model_id", "\"7\"")]
    [InlineData("sync_mode", "\"replace\"")]
    [InlineData("schedule", "\"hourly\"")]
    [InlineData("field_mapping", "{}")]
    [InlineData("field_mapping", """[{"from": "email", "to": "email"}]""")]
    [InlineData("primary_key", "\"nothing\"")]
    [InlineData("config", """{"unknown": 1}""")]
    public async Task A_bad_sync_is_400(string field, string? value)
    {
        var (model, destination, stream) = await NewAsync();
        var body = Sync(model, destination, stream);
        body[field] = value is null ? null : JsonNode.Parse(value);

        await ErrorAsync(_demo.PostAsync("/syncs", body), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/trigger")]
    [InlineData("POST", "/dry-run")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/reset")]
    [InlineData("GET", "/runs")]
    [InlineData("GET", $"/runs/{Nobody}")]
    [InlineData("GET", $"/runs/{Nobody}/rows")]
    [InlineData("POST", $"/runs/{Nobody}/cancel")]
    [InlineData("POST", $"/runs/{Nobody}/retry")]
    public async Task An_unknown_sync_is_404(string method, string path) =>
        await ErrorAsync(_demo.SendAsync(new HttpMethod(method), $"/syncs/{Nobody}{path}", method == "PUT" ? "{}" : null), HttpStatusCode.NotFound);

    private async Task<(string Model, string Destination, string Stream)> NewAsync()
    {
        var model = await _demo.NewModelAsync();
        var destination = await _demo.NewDestinationAsync();
        var streams = (await BodyAsync(_demo.GetAsync($"/destinations/{destination}/permissions"))).AsArray();
        return (model, destination, streams.Single(stream => stream.At("$.stream") is "countries" or "main.countries").At("$.stream")!);
    }

    private static JsonObject Sync(string model, string destination, string stream) => new()
    {
        ["model_id"] = model,
        ["destination_id"] = destination,
        ["name"] = NewName("Countries"),
        ["sync_mode"] = "upsert",
        ["field_mapping"] = new JsonArray(
            [.. new[] { "id", "name", "region" }.Select(column => (JsonNode)new JsonObject { ["source_column"] = column, ["destination_field"] = column })]),
        ["config"] = new JsonObject { ["stream"] = stream },
    };
}
