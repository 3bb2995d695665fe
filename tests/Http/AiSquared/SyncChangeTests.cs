using System.Net;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests.AiSquared;

/// <summary>What a sync maps, and what changes of it.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class SyncChangeTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Theory]
    [InlineData("a column", """{"mapping_type": "standard", "from": "email", "to": "email"}""")]
    [InlineData("a text", """{"mapping_type": "static", "value": "shop", "value_type": "string", "to": "origin"}""")]
    [InlineData("a number", """{"mapping_type": "static", "value": 7, "value_type": "number", "to": "score"}""")]
    [InlineData("a number as text", """{"mapping_type": "static", "value": "7.5", "value_type": "number", "to": "score"}""")]
    [InlineData("true", """{"mapping_type": "static", "value": true, "value_type": "boolean", "to": "is_member"}""")]
    [InlineData("nothing", """{"mapping_type": "static", "value": null, "value_type": "null", "to": "origin"}""")]
    [InlineData("a value in the place of a column", """{"mapping_type": "static", "from": "shop", "to": "origin"}""")]
    [InlineData("a template", """{"mapping_type": "template", "template": "{{ name | upcase }}", "to": "origin"}""")]
    [InlineData("a template in the place of a column", """{"mapping_type": "template", "from": "{{ name }}", "to": "origin"}""")]
    [InlineData("the documented parts of a template", """{"mapping_type": "template", "template": "{{ current_timestamp }} {{ id | cast: 'string' }} {{ name | regex_replace: 'a', 'b' }}", "to": "origin"}""")]
    [InlineData("members that mean nothing here", """{"mapping_type": "standard", "from": "email", "to": "email", "field_type": "string", "isRequired": true}""")]
    public async Task A_mapping_is_given_back_as_it_was_sent(string rule, string mapping)
    {
        var configuration = $$"""[{"from": "id", "to": "id"}, {"from": "name", "to": "name"}, {{mapping}}]""";

        var answer = await _api.PostAsync("syncs", await MappedAsync(configuration));

        Assert.True(answer.Status == HttpStatusCode.Created, $"{rule}: {answer.Text}");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(configuration), answer.Attributes["configuration"]), answer.Text);
    }

    [Fact]
    public async Task An_object_of_columns_and_fields_is_given_back_as_it_was_sent() => Assert.Equal(
        """{"id":"id","name":"name"}""",
        (await _api.PostAsync("syncs", await MappedAsync("""{"id": "id", "name": "name"}"""))).Attributes["configuration"]!.ToJsonString());

    [Theory]
    [InlineData("a column that the model has not", """[{"from": "id", "to": "id"}, {"from": "nothing", "to": "name"}]""")]
    [InlineData("a field that the stream has not", """[{"from": "id", "to": "id"}, {"from": "name", "to": "name"}, {"from": "email", "to": "nothing"}]""")]
    [InlineData("a field twice", """[{"from": "id", "to": "id"}, {"from": "name", "to": "name"}, {"from": "email", "to": "name"}]""")]
    [InlineData("a key that goes nowhere", """[{"from": "name", "to": "name"}]""")]
    [InlineData("a field that is required and missing", """[{"from": "id", "to": "id"}]""")]
    [InlineData("a template that is none", """[{"from": "id", "to": "id"}, {"mapping_type": "template", "template": "{{ name ", "to": "name"}]""")]
    public async Task A_mapping_that_does_not_fit_is_422_with_its_source(string rule, string configuration)
    {
        var answer = await _api.PostAsync("syncs", await MappedAsync(configuration));

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{rule}: {answer.Text}");
        Assert.StartsWith("configuration", answer.Body!["errors"]![0]!["source"]!.AsObject().Single().Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an empty list", "[]")]
    [InlineData("an empty object", "{}")]
    [InlineData("a text", "\"id\"")]
    [InlineData("an item that is no object", "[1]")]
    [InlineData("a type that is none", """[{"mapping_type": "magic", "from": "id", "to": "id"}]""")]
    [InlineData("no field", """[{"mapping_type": "standard", "from": "id"}]""")]
    [InlineData("no column", """[{"mapping_type": "standard", "to": "id"}]""")]
    [InlineData("no template", """[{"mapping_type": "template", "to": "id"}]""")]
    [InlineData("a type of value that is none", """[{"mapping_type": "static", "value": "x", "value_type": "colour", "to": "id"}]""")]
    [InlineData("a value that is no number", """[{"mapping_type": "static", "value": "x", "value_type": "number", "to": "id"}]""")]
    [InlineData("a value that is not true or false", """[{"mapping_type": "static", "value": "x", "value_type": "boolean", "to": "id"}]""")]
    [InlineData("a field that is no text", """{"id": 1}""")]
    public async Task A_configuration_that_cannot_be_read_is_400(string rule, string configuration)
    {
        var answer = await _api.PostAsync("syncs", $$"""
            {"sync": {"model_id": 1, "destination_id": 1, "schedule_type": "manual", "sync_mode": "incremental", "stream_name": "x", "configuration": {{configuration}} } }
            """);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At("$.errors.sync.configuration[0]"));
    }

    [Fact]
    public async Task Vectors_are_refused_clearly()
    {
        var answer = await _api.PostAsync("syncs", await MappedAsync("""[{"mapping_type": "vector", "from": "name", "to": "name", "embedding_config": {}}]"""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("vector", answer.At("$.errors[0].source.configuration"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task What_is_sent_changes_and_the_rest_stays(string method)
    {
        var id = await _api.NewSyncAsync(""", "sync_interval": 2, "sync_interval_unit": "days" """, "interval");

        var answer = await _api.SendAsync(new HttpMethod(method), $"syncs/{id}", """{"sync": {"sync_mode": "full_refresh", "sync_interval": 3}}""");

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal(("full_refresh", "interval", "3", "days"), (
            answer.Attributes.At("$.sync_mode"), answer.Attributes.At("$.schedule_type"), answer.Attributes.At("$.sync_interval"), answer.Attributes.At("$.sync_interval_unit")));
    }

    [Fact]
    public async Task Another_type_of_schedule_takes_away_what_belonged_to_the_first()
    {
        var id = await _api.NewSyncAsync(""", "sync_interval": 2, "sync_interval_unit": "days" """, "interval");

        var cron = (await _api.PutAsync($"syncs/{id}", """{"sync": {"schedule_type": "cron_expression", "cron_expression": "0 6 * * *"}}""")).Attributes;
        var manual = (await _api.PutAsync($"syncs/{id}", """{"sync": {"schedule_type": "manual"}}""")).Attributes;

        Assert.Equal((null, null, "0 6 * * *"), (cron.At("$.sync_interval"), cron.At("$.sync_interval_unit"), cron.At("$.cron_expression")));
        Assert.Equal((null, null, null), (manual.At("$.sync_interval"), manual.At("$.sync_interval_unit"), manual.At("$.cron_expression")));
    }

    [Theory]
    [InlineData("an interval without its parts", """{"schedule_type": "interval"}""", "sync_interval")]
    [InlineData("a cron expression that is missing", """{"schedule_type": "cron_expression"}""", "cron_expression")]
    [InlineData("a type that is none", """{"schedule_type": "automated"}""", "schedule_type")]
    [InlineData("a mode that is none", """{"sync_mode": "half"}""", "sync_mode")]
    [InlineData("a configuration of nothing", """{"configuration": []}""", "configuration")]
    public async Task A_change_that_breaks_the_contract_is_400(string rule, string fields, string field)
    {
        var answer = await _api.PutAsync($"syncs/{await _api.NewSyncAsync()}", $$"""{"sync": {{fields}} }""");

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors.sync.{field}[0]"));
    }

    [Theory]
    [InlineData("another cursor", """{"cursor_field": "id"}""", "cursor_field")]
    [InlineData("a stream that is not there", """{"stream_name": "nothing"}""", "stream_name")]
    public async Task A_change_that_cannot_be_is_422_with_its_source(string rule, string fields, string source)
    {
        var answer = await _api.PutAsync($"syncs/{await _api.NewSyncAsync()}", $$"""{"sync": {{fields}} }""");

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors[0].source.{source}"));
    }

    [Fact]
    public async Task A_sync_moves_to_another_stream() => Assert.Equal("notes", (await _api.PutAsync(
        $"syncs/{await _api.NewSyncAsync()}", """{"sync": {"stream_name": "notes", "configuration": {"id": "customer", "name": "note"}}}""")).Attributes.At("$.stream_name"));

    [Fact]
    public async Task What_was_read_can_be_sent_back()
    {
        var id = await _api.NewSyncAsync(""", "sync_interval": 90, "sync_interval_unit": "minutes" """, "interval");
        var before = (await _api.GetAsync($"syncs/{id}")).Attributes;
        var sent = new JsonObject();
        foreach (var name in new[] { "source_id", "destination_id", "model_id", "configuration", "schedule_type", "sync_mode", "sync_interval", "sync_interval_unit", "stream_name" })
            sent[name] = before[name]?.DeepClone();

        var after = (await _api.PutAsync($"syncs/{id}", new JsonObject { ["sync"] = sent }.ToJsonString())).Attributes;

        (before["updated_at"], after["updated_at"]) = (null, null);
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    private async Task<string> MappedAsync(string configuration) => $$"""
        {"sync": {"model_id": {{await _api.ModelAsync()}}, "destination_id": {{await _api.TargetAsync()}}, "schedule_type": "manual",
         "sync_mode": "incremental", "stream_name": "customers", "configuration": {{configuration}} } }
        """;
}
