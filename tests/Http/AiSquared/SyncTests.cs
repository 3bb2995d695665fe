using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class SyncTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task Creating_one_answers_201_and_the_resource_with_its_model_and_connectors()
    {
        var (shop, target) = (await _api.ShopAsync(), await _api.TargetAsync());
        var model = await _api.ModelAsync();

        var answer = await _api.PostAsync("syncs", SquaredApi.Sync(model, target, $", \"source_id\": {shop}"));

        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        Assert.Equal("syncs", answer.At("$.data.type"));
        Assert.Equal(
            ["name", "source_id", "destination_id", "model_id", "configuration", "schedule_type", "sync_mode", "sync_interval", "sync_interval_unit",
             "cron_expression", "stream_name", "status", "cursor_field", "current_cursor_field", "updated_at", "created_at", "source", "destination", "model"],
            answer.Attributes.AsObject().Select(attribute => attribute.Key));
        Assert.Equal((shop, target, model), (answer.Attributes.At("$.source_id"), answer.Attributes.At("$.destination_id"), answer.Attributes.At("$.model_id")));
        Assert.Equal((shop, target, model), (answer.Attributes.At("$.source.id"), answer.Attributes.At("$.destination.id"), answer.Attributes.At("$.model.id")));
        Assert.Null(answer.Attributes["source"]!["configuration"]);
        Assert.Equal(("manual", "incremental", "customers", "pending"), (
            answer.Attributes.At("$.schedule_type"), answer.Attributes.At("$.sync_mode"), answer.Attributes.At("$.stream_name"), answer.Attributes.At("$.status")));
    }

    [Fact]
    public async Task It_is_got_as_it_was_made()
    {
        var made = await _api.PostAsync("syncs", SquaredApi.Sync(await _api.ModelAsync(), await _api.TargetAsync()));

        Assert.Equal(made.Text, (await _api.GetAsync($"syncs/{made.Id}")).Text);
    }

    [Theory]
    [InlineData("manual", "", null, null, null)]
    [InlineData("interval", """, "sync_interval": 90, "sync_interval_unit": "minutes" """, "90", "minutes", null)]
    [InlineData("interval", """, "sync_interval": 36, "sync_interval_unit": "hours" """, "36", "hours", null)]
    [InlineData("interval", """, "sync_interval": 1, "sync_interval_unit": "days" """, "1", "days", null)]
    [InlineData("interval", """, "sync_interval": 6, "sync_interval_unit": "weeks" """, "6", "weeks", null)]
    [InlineData("cron_expression", """, "cron_expression": "*/15 6-20 * * 1-5" """, null, null, "*/15 6-20 * * 1-5")]
    public async Task Each_schedule_is_given_back(string type, string more, string? interval, string? unit, string? cron)
    {
        var shown = (await _api.GetAsync($"syncs/{await _api.NewSyncAsync(more, type)}")).Attributes;

        Assert.Equal((type, interval, unit, cron), (
            shown.At("$.schedule_type"), shown.At("$.sync_interval"), shown.At("$.sync_interval_unit"), shown.At("$.cron_expression")));
    }

    [Theory]
    [InlineData("a type that is none", "automated", "", "schedule_type")]
    [InlineData("an interval without its number", "interval", """, "sync_interval_unit": "hours" """, "sync_interval")]
    [InlineData("an interval without its unit", "interval", """, "sync_interval": 2""", "sync_interval_unit")]
    [InlineData("an interval of nothing", "interval", """, "sync_interval": 0, "sync_interval_unit": "hours" """, "sync_interval")]
    [InlineData("an interval back in time", "interval", """, "sync_interval": -1, "sync_interval_unit": "hours" """, "sync_interval")]
    [InlineData("an interval without end", "interval", """, "sync_interval": 2147483647, "sync_interval_unit": "weeks" """, "sync_interval")]
    [InlineData("a unit that is none", "interval", """, "sync_interval": 2, "sync_interval_unit": "months" """, "sync_interval_unit")]
    [InlineData("no cron expression", "cron_expression", "", "cron_expression")]
    [InlineData("a cron expression that is none", "cron_expression", """, "cron_expression": "every day" """, "cron_expression")]
    [InlineData("a cron expression with seconds", "cron_expression", """, "cron_expression": "0 0 0 * * *" """, "cron_expression")]
    public async Task A_schedule_that_cannot_be_is_400_and_named(string rule, string type, string more, string field)
    {
        var answer = await _api.PostAsync("syncs", SquaredApi.Sync("1", "1", more, type));

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors.sync.{field}[0]"));
    }

    [Theory]
    [InlineData("nothing at all", "{}", "sync")]
    [InlineData("no model", """{"sync": {"destination_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "x", "configuration": {"a": "b"}}}""", "sync.model_id")]
    [InlineData("no destination", """{"sync": {"model_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "x", "configuration": {"a": "b"}}}""", "sync.destination_id")]
    [InlineData("no schedule type", """{"sync": {"model_id": 1, "destination_id": 1, "sync_mode": "incremental", "stream_name": "x", "configuration": {"a": "b"}}}""", "sync.schedule_type")]
    [InlineData("no mode", """{"sync": {"model_id": 1, "destination_id": 1, "schedule_type": "manual", "stream_name": "x", "configuration": {"a": "b"}}}""", "sync.sync_mode")]
    [InlineData("a mode that is none", """{"sync": {"model_id": 1, "destination_id": 1, "schedule_type": "manual", "sync_mode": "half", "stream_name": "x", "configuration": {"a": "b"}}}""", "sync.sync_mode")]
    [InlineData("no stream", """{"sync": {"model_id": 1, "destination_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "configuration": {"a": "b"}}}""", "sync.stream_name")]
    [InlineData("an empty stream", """{"sync": {"model_id": 1, "destination_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "", "configuration": {"a": "b"}}}""", "sync.stream_name")]
    [InlineData("no configuration", """{"sync": {"model_id": 1, "destination_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "x"}}""", "sync.configuration")]
    [InlineData("a model that is no number", """{"sync": {"model_id": "one", "destination_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "x", "configuration": {"a": "b"}}}""", "sync.model_id")]
    public async Task What_a_sync_needs_is_400_and_named_where_it_is_missing(string rule, string body, string field)
    {
        var answer = await _api.PostAsync("syncs", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Theory]
    [InlineData("the model", "987654", "TARGET", "", HttpStatusCode.NotFound)]
    [InlineData("the destination", "MODEL", "987654", "", HttpStatusCode.NotFound)]
    [InlineData("the source", "MODEL", "TARGET", """, "source_id": 987654""", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_404(string rule, string model, string target, string more, HttpStatusCode expected)
    {
        var (known, file) = (await _api.ModelAsync(), await _api.TargetAsync());

        var answer = await _api.PostAsync("syncs", SquaredApi.Sync(
            model.Replace("MODEL", known, StringComparison.Ordinal), target.Replace("TARGET", file, StringComparison.Ordinal), more));

        Assert.True(answer.Status == expected, $"{rule}: {answer.Text}");
    }

    [Fact]
    public async Task A_stream_that_the_destination_has_not_is_422_with_its_source()
    {
        var answer = await _api.PostAsync("syncs", SquaredApi.Sync(await _api.ModelAsync(), await _api.TargetAsync(), stream: "nothing"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "422"), (answer.Status, answer.At("$.errors[0].status")));
        Assert.NotNull(answer.At("$.errors[0].source.stream_name"));
    }

    [Fact]
    public async Task A_destination_that_cannot_tell_its_streams_is_422_with_the_catalog_as_source()
    {
        var gone = (await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("gone")}}", "connector_type": "destination", "connector_name": "Sqlite", "configuration": {"database": "demo:gone.db"} } }
            """)).Id;

        var answer = await _api.PostAsync("syncs", SquaredApi.Sync(await _api.ModelAsync(), gone));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.NotNull(answer.At("$.errors[0].source.catalog"));
    }

    [Fact]
    public async Task A_source_cannot_be_written_to()
    {
        var shop = await _api.ShopAsync();

        var answer = await _api.PostAsync("syncs", SquaredApi.Sync(await _api.ModelAsync(), shop));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Connector is not a destination"), (answer.Status, answer.At("$.errors[0].source.destination_id")));
    }

    [Fact]
    public async Task A_source_that_is_not_the_models_is_422()
    {
        var answer = await _api.PostAsync("syncs", SquaredApi.Sync(
            await _api.ModelAsync(), await _api.TargetAsync(), $", \"source_id\": {await _api.NewSourceAsync()}"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.NotNull(answer.At("$.errors[0].source.source_id"));
    }

    [Fact]
    public async Task A_cursor_that_is_no_column_is_422() => Assert.Equal(
        HttpStatusCode.UnprocessableEntity,
        (await _api.PostAsync("syncs", SquaredApi.Sync(
            await _api.ModelAsync(), await _api.TargetAsync(), """, "cursor_field": "nothing" """))).Status);

    [Fact]
    public async Task A_cursor_is_given_back() =>
        Assert.Equal("id", (await _api.GetAsync($"syncs/{await _api.NewSyncAsync(""", "cursor_field": "id" """)}")).Attributes.At("$.cursor_field"));

    [Theory]
    [InlineData("full_refresh")]
    [InlineData("incremental")]
    public async Task Each_mode_is_given_back(string mode) => Assert.Equal(mode, (await _api.PostAsync("syncs", SquaredApi.Sync(
        await _api.ModelAsync(), await _api.TargetAsync(), mode: mode))).Attributes.At("$.sync_mode"));

    [Fact]
    public async Task Where_rows_cannot_be_matched_they_can_still_be_added() =>
        Assert.Equal("notes", (await _api.PostAsync("syncs", $$"""
            {"sync": {"model_id": {{await _api.ModelAsync()}}, "destination_id": {{await _api.TargetAsync()}}, "schedule_type": "manual", "sync_mode": "incremental",
             "stream_name": "notes", "configuration": {"id": "customer", "name": "note"} } }
            """)).Attributes.At("$.stream_name"));

    [Fact]
    public async Task The_list_has_those_first_that_changed_last()
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);
        var (model, target) = (await api.NewModelAsync(await api.NewSourceAsync()), await api.NewTargetAsync());
        var first = (await api.PostAsync("syncs", SquaredApi.Sync(model, target))).Id;
        var second = (await api.PostAsync("syncs", SquaredApi.Sync(model, target))).Id;

        Assert.Equal([second, first], (await api.GetAsync("syncs")).List.Select(sync => sync.At("$.id")));
        await api.PatchAsync($"syncs/{first}/enable", """{"enable": false}""");
        Assert.Equal([first, second], (await api.GetAsync("syncs")).List.Select(sync => sync.At("$.id")));
        Assert.Equal([second], (await api.GetAsync("syncs?page[number]=2&page[size]=1")).List.Select(sync => sync.At("$.id")));
    }

    [Theory]
    [InlineData("GET", "syncs/987654", null)]
    [InlineData("PUT", "syncs/987654", """{"sync": {}}""")]
    [InlineData("DELETE", "syncs/987654", null)]
    [InlineData("PATCH", "syncs/987654/enable", """{"enable": true}""")]
    [InlineData("GET", "syncs/987654/sync_runs", null)]
    [InlineData("GET", "syncs/987654/sync_runs/1", null)]
    [InlineData("POST", "schedule_syncs", """{"schedule_sync": {"sync_id": 987654}}""")]
    [InlineData("DELETE", "schedule_syncs/987654", null)]
    [InlineData("POST", "/enterprise/api/v1/syncs/987654/test", null)]
    [InlineData("POST", "syncs/987654/dry_run", null)]
    [InlineData("POST", "syncs/987654/pause", null)]
    [InlineData("POST", "syncs/987654/resume", null)]
    [InlineData("POST", "syncs/987654/reset", """{"cursor": true}""")]
    [InlineData("GET", "syncs/987654/sync_runs/1/sync_records", null)]
    [InlineData("POST", "syncs/987654/sync_runs/1/retry", null)]
    public async Task One_that_is_not_there_is_404_with_an_error_item(string method, string path, string? body)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((HttpStatusCode.NotFound, "404", "Sync not found"), (answer.Status, answer.At("$.errors[0].status"), answer.At("$.errors[0].detail")));
    }

    [Fact]
    public async Task Enabling_and_disabling_change_the_status()
    {
        var id = await _api.NewSyncAsync();

        var disabled = await _api.PatchAsync($"syncs/{id}/enable", """{"enable": false}""");
        var enabled = await _api.PatchAsync($"syncs/{id}/enable", """{"enable": true}""");

        Assert.Equal((HttpStatusCode.OK, "disabled"), (disabled.Status, disabled.Attributes.At("$.status")));
        Assert.Equal((HttpStatusCode.OK, "pending"), (enabled.Status, enabled.Attributes.At("$.status")));
    }

    [Theory]
    [InlineData("nothing", "{}")]
    [InlineData("a word", """{"enable": "yes"}""")]
    public async Task Enabling_takes_true_or_false(string rule, string body)
    {
        var answer = await _api.PatchAsync($"syncs/{await _api.NewSyncAsync()}/enable", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At("$.errors.enable[0]"));
    }

    [Fact]
    public async Task Deleting_one_answers_204_without_a_body_and_it_is_hidden_with_its_runs()
    {
        var id = await _api.NewSyncAsync();

        Assert.Equal((HttpStatusCode.NoContent, ""), await _api.DeleteAsync($"syncs/{id}") is var answer ? (answer.Status, answer.Text) : default);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"syncs/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"syncs/{id}/sync_runs")).Status);
    }

    [Theory]
    [InlineData("its model", "models/MODEL")]
    [InlineData("its destination", "connectors/TARGET")]
    public async Task A_sync_goes_with_what_it_cannot_be_without(string rule, string path)
    {
        var (model, target) = (await _api.NewModelAsync(await _api.ShopAsync()), await _api.NewTargetAsync());
        var id = (await _api.PostAsync("syncs", SquaredApi.Sync(model, target))).Id;

        await _api.DeleteAsync(path.Replace("MODEL", model, StringComparison.Ordinal).Replace("TARGET", target, StringComparison.Ordinal));

        Assert.True((await _api.GetAsync($"syncs/{id}")).Status == HttpStatusCode.NotFound, rule);
    }

    [Fact]
    public async Task What_mappings_can_be_made_of_is_told()
    {
        var types = (await _api.GetAsync("syncs/configurations")).Body!["data"]!["configurations"]!["catalog_mapping_types"]!.AsObject();

        Assert.Equal(["standard", "vector", "static", "template"], types.Select(type => type.Key));
        Assert.Equal(["string", "number", "boolean", "null"], types["static"]!.AsObject().Select(type => type.Key));
        Assert.Equal(["type", "description"], types["static"]!["string"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["type", "description", "value"], types["template"]!["variable"]!["current_timestamp"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["cast", "regex_replace"], types["template"]!["filter"]!.AsObject().Select(filter => filter.Key));
        Assert.Equal(["description", "value"], types["template"]!["filter"]!["cast"]!.AsObject().Select(member => member.Key));
    }
}
