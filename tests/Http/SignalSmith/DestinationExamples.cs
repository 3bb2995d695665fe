using System.Net;
using Fixtures;
using static Http.Tests.SignalSmith.SmithDemo;

namespace Http.Tests.SignalSmith;

[Collection(nameof(RunningPlatform))]
public sealed class DestinationExamples(RunningPlatform platform)
{
    private readonly SmithDemo _demo = new(platform);

    [Fact]
    public async Task A_destination_goes_through_its_life()
    {
        var body = new
        {
            name = NewName("CRM"), destination_type = "postgresql",
            config = new { host = "db.example.com", port = 5432, database = "crm", username = "writer", password = "secret-of-the-example", ssl_mode = "require" },
        };

        var created = await BodyAsync(_demo.PostAsync("/destinations", body), HttpStatusCode.Created);
        var path = $"/destinations/{created.At("$.id")}";
        Assert.Equal((body.name, "postgresql", "db.example.com", ""), (created.At("$.name"), created.At("$.destination_type"), created.At("$.config.host"), created.At("$.status_error")));
        Assert.False(created["config"]!.AsObject().ContainsKey("password"));

        await ErrorAsync(_demo.PostAsync("/destinations", body), HttpStatusCode.Conflict);
        var moved = await BodyAsync(_demo.PutAsync(path, new { config = new { host = "db2.example.com", database = "crm", username = "writer" } }));
        Assert.Equal((body.name, "db2.example.com"), (moved.At("$.name"), moved.At("$.config.host")));
        Assert.DoesNotContain("secret-of-the-example", (await BodyAsync(_demo.GetAsync("/destinations"))).ToJsonString() + moved.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"status":"deleted"}""", (await BodyAsync(_demo.DeleteAsync(path))).ToJsonString());
        await ErrorAsync(_demo.GetAsync(path), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Fields_and_permissions_of_a_destination_are_told()
    {
        var path = $"/destinations/{await _demo.NewDestinationAsync()}";

        var stream = (await BodyAsync(_demo.GetAsync($"{path}/permissions"))).AsArray().Single(known => known.At("$.stream") is "users" or "main.users")!;
        var fields = (await BodyAsync(_demo.GetAsync($"{path}/fields?stream={stream.At("$.stream")}"))).AsArray();
        var page = await BodyAsync(_demo.GetAsync($"{path}/fields?page_size=5"));

        Assert.Contains("mirror", stream["sync_modes"]!.AsArray().Select(mode => mode!.GetValue<string>()));
        Assert.Equal(("id", "integer", "true"), (fields[0].At("$.name"), fields[0].At("$.type"), fields[0].At("$.is_key")));
        Assert.Equal(5, page["data"]!.AsArray().Count);
        Assert.True(page["pagination"]!["total"]!.GetValue<int>() > 20);
        await ErrorAsync(_demo.GetAsync($"{path}/fields?stream=nothing"), HttpStatusCode.BadRequest);
        await BodyAsync(_demo.DeleteAsync(path));
    }

    [Fact]
    public async Task Types_of_sources_and_destinations_come_with_their_configurations()
    {
        var sources = (await BodyAsync(_demo.GetAsync("/source-types"))).AsArray();
        var destinations = (await BodyAsync(_demo.GetAsync("/destination-types"))).AsArray();

        foreach (var type in new[] { "postgresql", "mysql", "mariadb", "sqlserver", "sqlite", "duckdb" })
        {
            Assert.Equal("object", sources.Single(known => known.At("$.source_type") == type).At("$.config_schema.type"));
            Assert.Equal("object", destinations.Single(known => known.At("$.destination_type") == type).At("$.config_schema.type"));
        }
    }

    [Theory]
    [InlineData("""{"destination_type": "duckdb", "config": {"database": "demo:nothing.duckdb"}}""", "\"success\":false")]
    [InlineData("""{"destination_type": "postgresql", "config": {"host": "h", "database": "d"}}""", "$.config.username")]
    public async Task Settings_that_do_not_work_are_a_result_that_says_why(string body, string part)
    {
        using var response = await _demo.PostAsync("/destinations/test", body);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name": "x", "destination_type": "fax", "config": {}}""")]
    [InlineData("""{"name": "x", "destination_type": "postgresql", "config": {"host": "h"}}""")]
    [InlineData("""{"name": "x", "destination_type": "postgresql", "config": {"host": "h", "port": "5432", "database": "d", "username": "u"}}""")]
    public async Task A_bad_destination_is_400(string body) => await ErrorAsync(_demo.PostAsync("/destinations", body), HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("GET", "/fields")]
    [InlineData("GET", "/permissions")]
    public async Task An_unknown_destination_is_404(string method, string path) =>
        await ErrorAsync(_demo.SendAsync(new HttpMethod(method), $"/destinations/{Nobody}{path}", method == "PUT" ? "{}" : null), HttpStatusCode.NotFound);
}
