using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

[Collection(nameof(SmithPlatform))]
public sealed class SyncTests(SmithPlatform platform)
{
    private const string Nobody = "550e8400-e29b-41d4-a716-446655440001";

    [Fact]
    public async Task A_sync_is_kept_with_its_defaults()
    {
        var (workspace, model, destination) = await NewAsync();

        var created = await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination)), HttpStatusCode.Created);

        Assert.Equal(
            [
                "id", "workspace_id", "model_id", "destination_id", "name", "description", "field_mapping", "sync_mode", "schedule", "primary_key", "config", "enabled", "status",
                "status_error", "last_synced_at", "last_run_id", "next_run_at", "created_by", "created_at", "updated_at",
            ],
            created.AsObject().Select(member => member.Key));
        Assert.Equal(
            (model, destination, "upsert", "", "email", "true", "active", "", null, null),
            (created.At("$.model_id"), created.At("$.destination_id"), created.At("$.sync_mode"), created.At("$.schedule"), created.At("$.primary_key"), created.At("$.enabled"), created.At("$.status"), created.At("$.status_error"), created.At("$.last_synced_at"), created.At("$.last_run_id")));
        Assert.Equal("""[{"source_column":"email","destination_field":"email"}]""", created["field_mapping"]!.ToJsonString());
        Assert.Equal(
            """{"stream":"contacts","read":"changes","max_removal_share":0.5,"time_zone":"UTC","missed_runs":"run_once"}""", created["config"]!.ToJsonString());
        Assert.Equal(created.ToJsonString(), (await BodyAsync(workspace.GetAsync($"/syncs/{created.At("$.id")}"))).ToJsonString());
        Assert.Equal(created.ToJsonString(), Assert.Single((await BodyAsync(workspace.GetAsync("/syncs"))).AsArray())!.ToJsonString());
    }

    [Theory]
    [InlineData("upsert", "contacts")]
    [InlineData("insert", "contacts")]
    [InlineData("update", "contacts")]
    [InlineData("mirror", "contacts")]
    [InlineData("append", "events")]
    public async Task Every_documented_mode_is_taken_where_the_destination_can_do_it(string mode, string stream)
    {
        var (workspace, model, destination) = await NewAsync();
        var field = stream == "events" ? "name" : "email";

        var created = await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, With("sync_mode", mode), Config("stream", stream), Mapping(field))), HttpStatusCode.Created);

        Assert.Equal(mode, created.At("$.sync_mode"));
    }

    [Fact]
    public async Task What_the_documented_fields_cannot_say_is_said_in_the_configuration()
    {
        var (workspace, model, destination) = await NewAsync();
        var config = JsonNode.Parse("""
            {"object": "visits", "read": "cursor", "cursor_column": "id", "primary_key": ["id", "email"], "max_removal_share": 0.1, "time_zone": "Europe/Zurich",
             "@every": "90m", "missed_runs": "skip", "options": {"format": "csv"},
             "mappings": [{"destination_field": "origin", "value": "shop"}, {"destination_field": "full_name", "template": "{{ name }}!"}]}
            """)!;

        var created = await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, Days, body => body["config"] = config)), HttpStatusCode.Created);

        Assert.Equal(
            """{"stream":"visits","read":"cursor","cursor_column":"id","primary_key":["id","email"],"mappings":[{"destination_field":"origin","type":"constant","value":"shop"},{"destination_field":"full_name","type":"template","template":"{{ name }}!"}],"max_removal_share":0.1,"time_zone":"Europe/Zurich","@every":"1h30m","missed_runs":"skip","options":{"format":"csv"}}""",
            created["config"]!.ToJsonString());
        Assert.Equal("", created.At("$.schedule"));
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back()
    {
        var (workspace, model, destination) = await NewAsync();
        var mappings = JsonNode.Parse("""[{"destination_field": "origin", "type": "constant"}, {"destination_field": "full_name", "source_column": "name", "on_null": "use_default", "default": "?"}]""")!;
        var before = await BodyAsync(
            workspace.PostAsync("/syncs", Sync(model, destination, With("schedule", "0 6 * * 1"), body => body["config"]!["mappings"] = mappings, Config("schedule_time_zone", "Europe/Paris"))), HttpStatusCode.Created);

        var after = await BodyAsync(workspace.PutAsync($"/syncs/{before.At("$.id")}", before));

        Assert.Equal(
            """[{"destination_field":"origin","type":"constant"},{"destination_field":"full_name","type":"column","source_column":"name","on_null":"use_default","default":"?"}]""",
            after["config"]!["mappings"]!.ToJsonString());
        Assert.Equal(("0 6 * * 1", "Europe/Paris"), (after.At("$.schedule"), after.At("$.config.schedule_time_zone")));
        foreach (var member in new[] { "config", "field_mapping", "primary_key", "sync_mode" })
            Assert.Equal(before[member]!.ToJsonString(), after[member]!.ToJsonString());
    }

    [Fact]
    public async Task An_update_changes_what_it_names()
    {
        var (workspace, model, destination) = await NewAsync();
        var id = (await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, Config("max_removal_share", 0.3))), HttpStatusCode.Created)).At("$.id");

        var changed = await BodyAsync(workspace.PutAsync($"/syncs/{id}", new
        {
            name = "Renamed",
            sync_mode = "mirror",
            enabled = false,
            config = new { mappings = new[] { new { destination_field = "origin", value = "web" } } },
        }));

        Assert.Equal(("Renamed", "mirror", "false", "paused", "0.3"), (changed.At("$.name"), changed.At("$.sync_mode"), changed.At("$.enabled"), changed.At("$.status"), changed.At("$.config.max_removal_share")));
        Assert.Equal(("email", "origin"), (changed.At("$.field_mapping[0].destination_field"), changed.At("$.config.mappings[0].destination_field")));
        await ErrorAsync(workspace.PostAsync($"/syncs/{id}/trigger"), HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"schedule": "*/5 * * * *"}""", "*/5 * * * *", null)]
    [InlineData("""{"schedule": ""}""", "", null)]
    [InlineData("""{"schedule": null}""", "", null)]
    [InlineData("""{"name": "Else"}""", "0 * * * *", null)]
    [InlineData("""{"schedule": "", "config": {"@every": "2d"}}""", "", "2d")]
    [InlineData("""{"schedule": "@every 45m"}""", "", "45m")]
    [InlineData("""{"config": {"@every": "1h"}}""", "", "1h")]
    public async Task A_schedule_is_set_taken_away_and_left(string update, string schedule, string? every)
    {
        var (workspace, model, destination) = await NewAsync();
        var id = (await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, With("schedule", "0 * * * *"))), HttpStatusCode.Created)).At("$.id");

        var changed = await BodyAsync(workspace.PutAsync($"/syncs/{id}", JsonNode.Parse(update)!));

        Assert.Equal((schedule, every), (changed.At("$.schedule"), changed.At("$.config.@every")));
        Assert.Equal(schedule.Length > 0 || every is not null, changed.At("$.next_run_at") is not null);
    }

    [Fact]
    public async Task A_sync_runs_after_another_that_is_there()
    {
        var (workspace, model, destination) = await NewAsync();
        var first = (await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination)), HttpStatusCode.Created)).At("$.id")!;

        var second = await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, With("name", "Second"), Config("after_sync_id", first))), HttpStatusCode.Created);
        var third = await ErrorAsync(workspace.PostAsync("/syncs", Sync(model, destination, With("name", "Third"), Config("after_sync_id", Nobody))), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(first, second.At("$.config.after_sync_id"));
        Assert.Contains("after_sync_id", third, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_id")]
    [InlineData("destination_id")]
    public async Task A_reference_to_what_is_not_there_is_422(string field)
    {
        var (workspace, model, destination) = await NewAsync();
        var other = await platform.NewWorkspaceAsync();
        var foreign = field == "model_id" ? await other.NewModelAsync(await other.NewSourceAsync()) : await other.NewDestinationAsync();

        foreach (var id in new[] { Nobody, foreign })
        {
            var error = await ErrorAsync(workspace.PostAsync("/syncs", Sync(model, destination, With(field, id))), HttpStatusCode.UnprocessableEntity);
            Assert.Contains(field, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("stream", "nothing")]
    [InlineData("stream", "events")]
    public async Task What_the_destination_does_not_have_or_cannot_do_is_422(string key, string value)
    {
        var (workspace, model, destination) = await platform.SharedAsync();

        Assert.Contains(value, await ErrorAsync(workspace.PostAsync("/syncs", Sync(model, destination, Config(key, value))), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"field_mapping": [{"source_column": "email", "destination_field": "mail"}]}""", "$.field_mapping[0].destination_field")]
    [InlineData("""{"field_mapping": [{"source_column": "mail", "destination_field": "email"}], "primary_key": "mail"}""", "$.primary_key")]
    [InlineData("""{"config": {"stream": "contacts", "mappings": [{"destination_field": "origin", "value": "mars"}]}}""", "$.config.mappings[0]")]
    [InlineData("""{"config": {"stream": "contacts", "mappings": [{"destination_field": "origin", "value": "web"}, {"destination_field": "full_name", "template": "{{ nothing }}"}]}}""", "$.config.mappings[1]")]
    [InlineData("""{"config": {"stream": "contacts", "mappings": [{"destination_field": "changed_at", "value": "2026-01-01T00:00:00Z"}]}}""", "$.config.mappings[0]")]
    public async Task A_mapping_that_does_not_fit_is_refused_with_its_place(string change, string place)
    {
        var (workspace, model, destination) = await platform.SharedAsync();
        using var response = await workspace.PostAsync("/syncs", Sync(model, destination, Changed(change)));

        Assert.Equal(place == "$.primary_key" ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(place, (await response.JsonAsync()).At("$.error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Syncs_that_would_wait_for_each_other_are_422()
    {
        var (workspace, model, destination) = await NewAsync();
        var first = (await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination)), HttpStatusCode.Created)).At("$.id")!;
        var second = (await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, With("name", "Second"), Config("after_sync_id", first))), HttpStatusCode.Created)).At("$.id")!;

        var error = await ErrorAsync(workspace.PutAsync($"/syncs/{first}", new { config = new { after_sync_id = second } }), HttpStatusCode.UnprocessableEntity);

        Assert.Contains("Second", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name": null}""", "$.name")]
    [InlineData("""{"name": " "}""", "$.name")]
    [InlineData("""{"model_id": null}""", "$.model_id")]
    [InlineData("""{"model_id": "5"}""", "$.model_id")]
    [InlineData("""{"sync_mode": "add"}""", "upsert, insert, update, mirror, append")]
    [InlineData("""{"schedule": "every day"}""", "$.schedule")]
    [InlineData("""{"schedule": "99 * * * *"}""", "$.schedule")]
    [InlineData("""{"schedule": "0 * * * *", "config": {"stream": "contacts", "@every": "1h"}}""", "$.schedule")]
    [InlineData("""{"schedule": "0 * * * *", "config": {"stream": "contacts", "schedule_time_zone": "Mars/Base"}}""", "$.config.schedule_time_zone")]
    [InlineData("""{"config": {"stream": "contacts", "@every": "soon"}}""", "$.config.@every")]
    [InlineData("""{"config": {"stream": "contacts", "@every": "30s"}}""", "$.config.@every")]
    [InlineData("""{"config": {"stream": "contacts", "max_removal_share": 2}}""", "$.config.max_removal_share")]
    [InlineData("""{"config": {"stream": "contacts", "time_zone": "Mars/Base"}}""", "$.config.time_zone")]
    [InlineData("""{"config": {"stream": "contacts", "read": "sideways"}}""", "$.config.read")]
    [InlineData("""{"config": {"stream": "contacts", "colour": "red"}}""", "$.config.colour")]
    [InlineData("""{"config": {"stream": "contacts", "read": "cursor", "cursor_column": "nothing"}}""", "$.config.cursor_column")]
    [InlineData("""{"config": {}}""", "$.config.stream")]
    [InlineData("""{"primary_key": "nothing"}""", "$.primary_key")]
    [InlineData("""{"primary_key": "id", "config": {"stream": "contacts", "primary_key": ["id", "email"]}}""", "$.primary_key")]
    [InlineData("""{"field_mapping": [{"source_column": "email"}]}""", "$.field_mapping[0].destination_field")]
    [InlineData("""{"field_mapping": [{"source_column": "email", "destination_field": "email"}, {"source_column": "name", "destination_field": "email"}]}""", "more than once")]
    [InlineData("""{"config": {"stream": "contacts", "mappings": [{"destination_field": "origin"}]}}""", "$.config.mappings[0]")]
    [InlineData("""{"config": {"stream": "contacts", "mappings": [{"destination_field": "origin", "value": "a", "template": "b"}]}}""", "$.config.mappings[0]")]
    [InlineData("""{"config": {"stream": "contacts", "mappings": [{"destination_field": "origin", "source_column": "name", "on_null": "use_default"}]}}""", "$.config.mappings[0].default")]
    public async Task A_bad_sync_is_400_and_names_the_place(string change, string place)
    {
        var (workspace, model, destination) = await platform.SharedAsync();

        Assert.Contains(place, await ErrorAsync(workspace.PostAsync("/syncs", Sync(model, destination, Changed(change))), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_stream_and_the_own_object_need_not_be_named()
    {
        var (workspace, model, _) = await NewAsync();
        var single = await workspace.NewDestinationAsync("Single", "single");
        var own = await BodyAsync(
            workspace.PostAsync("/destinations", new { name = "Own", destination_type = "memory", config = new Dictionary<string, string> { ["space"] = "crm", ["token"] = "x", ["object"] = "contacts" } }),
            HttpStatusCode.Created);

        foreach (var (name, destination) in new[] { ("One", single), ("Two", own.At("$.id")!) })
        {
            var created = await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination, With("name", name), body => body.Remove("config"))), HttpStatusCode.Created);
            Assert.Equal("contacts", created.At("$.config.stream"));
        }
    }

    [Fact]
    public async Task Names_are_unique_and_unknown_ids_are_404()
    {
        var (workspace, model, destination) = await NewAsync();
        await BodyAsync(workspace.PostAsync("/syncs", Sync(model, destination)), HttpStatusCode.Created);

        await ErrorAsync(workspace.PostAsync("/syncs", Sync(model, destination)), HttpStatusCode.Conflict);
        await ErrorAsync(workspace.GetAsync($"/syncs/{Nobody}"), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.GetAsync("/syncs/not-a-uuid"), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.PutAsync($"/syncs/{Nobody}", new { name = "x" }), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.DeleteAsync($"/syncs/{Nobody}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_destination_that_cannot_be_reached_is_told_and_nothing_is_kept()
    {
        var (workspace, model, _) = await NewAsync();
        var broken = await workspace.NewDestinationAsync("Broken", "broken");

        Assert.Contains("The memory is away.", await ErrorAsync(workspace.PostAsync("/syncs", Sync(model, broken)), HttpStatusCode.BadGateway), StringComparison.Ordinal);
        Assert.Empty((await BodyAsync(workspace.GetAsync("/syncs"))).AsArray());
    }

    private async Task<(SmithWorkspace Workspace, string Model, string Destination)> NewAsync()
    {
        var workspace = await platform.NewWorkspaceAsync();
        return (workspace, await workspace.NewModelAsync(await workspace.NewSourceAsync()), await workspace.NewDestinationAsync());
    }

    private static JsonObject Sync(string model, string destination, params Action<JsonObject>[] changes)
    {
        var body = new JsonObject
        {
            ["model_id"] = model,
            ["destination_id"] = destination,
            ["name"] = "Users to memory",
            ["primary_key"] = "email",
            ["field_mapping"] = new JsonArray(new JsonObject { ["source_column"] = "email", ["destination_field"] = "email" }),
            ["config"] = new JsonObject { ["stream"] = "contacts" },
        };
        foreach (var change in changes)
            change(body);
        return body;
    }

    private static void Days(JsonObject body)
    {
        body.Remove("primary_key");
        body["field_mapping"]!.AsArray().Add(new JsonObject { ["source_column"] = "id", ["destination_field"] = "day" });
    }

    private static Action<JsonObject> Changed(string change) => sync =>
    {
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            sync[name] = value?.DeepClone();
    };

    private static Action<JsonObject> With(string name, string value) => body => body[name] = value;

    private static Action<JsonObject> Config(string name, JsonNode value) => body => body["config"]![name] = value;

    private static Action<JsonObject> Mapping(string field) =>
        body => body["field_mapping"] = new JsonArray(new JsonObject { ["source_column"] = "email", ["destination_field"] = field });
}
