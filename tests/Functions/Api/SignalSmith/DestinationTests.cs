using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

[Collection(nameof(SmithPlatform))]
public sealed class DestinationTests(SmithPlatform platform)
{
    private const string Secret = "never-shown-token";
    private const string Nobody = "550e8400-e29b-41d4-a716-446655440001";

    [Fact]
    public async Task A_destination_is_created_read_and_listed_without_its_secrets()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var created = await BodyAsync(workspace.PostAsync("/destinations", Memory("CRM", Secret)), HttpStatusCode.Created);

        Assert.Equal(
            ["id", "workspace_id", "name", "description", "destination_type", "config", "connection_id", "status", "status_error", "created_by", "created_at", "updated_at"],
            created.AsObject().Select(member => member.Key));
        Assert.Equal(("CRM", "memory", "untested", ""), (created.At("$.name"), created.At("$.destination_type"), created.At("$.status"), created.At("$.status_error")));
        Assert.Equal("""{"space":"crm"}""", created["config"]!.ToJsonString());
        Assert.Equal(created.ToJsonString(), (await BodyAsync(workspace.GetAsync($"/destinations/{created.At("$.id")}"))).ToJsonString());
        Assert.Equal(created.ToJsonString(), Assert.Single((await BodyAsync(workspace.GetAsync("/destinations"))).AsArray())!.ToJsonString());
        Assert.DoesNotContain(Secret, platform.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_keeps_the_secrets_when_the_configuration_comes_without_them()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var created = await BodyAsync(workspace.PostAsync("/destinations", Memory("CRM", Secret)), HttpStatusCode.Created);
        var path = $"/destinations/{created.At("$.id")}";

        var renamed = await BodyAsync(workspace.PutAsync(path, new { name = "CRM 2" }));
        var changed = await BodyAsync(workspace.PutAsync(path, new { config = new { space = "other", size = 3 } }));
        var same = await BodyAsync(workspace.PutAsync(path, changed));

        Assert.Equal(("CRM 2", """{"space":"crm"}"""), (renamed.At("$.name"), renamed["config"]!.ToJsonString()));
        Assert.Equal("""{"space":"other","size":3}""", same["config"]!.ToJsonString());
        var open = await platform.App.Services.GetRequiredService<Destinations.Destinations>().OpenAsync(workspace.Id, Guid.Parse(created.At("$.id")!), default);
        Assert.Equal(Secret, open.Value.Settings.Text("token"));
    }

    [Theory]
    [InlineData("""{"destination_type": "memory", "config": {"space": "a", "token": "b"}}""", "$.name")]
    [InlineData("""{"name": "x", "config": {"space": "a", "token": "b"}}""", "$.destination_type")]
    [InlineData("""{"name": "x", "destination_type": "fax", "config": {}}""", "$.destination_type")]
    [InlineData("""{"name": "x", "destination_type": "memory"}""", "$.config")]
    [InlineData("""{"name": "x", "destination_type": "memory", "config": {"space": "a"}}""", "$.config.token")]
    [InlineData("""{"name": "x", "destination_type": "memory", "config": {"space": "a", "token": "b", "colour": "red"}}""", "$.config.colour")]
    [InlineData("""{"name": "x", "destination_type": "memory", "config": {"space": "forbidden", "token": "b"}}""", "$.config.space")]
    [InlineData("""{"name": "x", "destination_type": "memory", "config": {"space": "a", "token": 5}}""", "$.config.token")]
    public async Task A_bad_destination_is_400_and_names_the_place(string body, string place)
    {
        var (workspace, _, _) = await platform.SharedAsync();

        Assert.Contains(place, await ErrorAsync(workspace.PostAsync("/destinations", JsonNode.Parse(body)), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_unique_types_stay_and_unknown_ids_are_404()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewDestinationAsync("CRM");

        await ErrorAsync(workspace.PostAsync("/destinations", Memory("crm", "x")), HttpStatusCode.Conflict);
        await ErrorAsync(workspace.PutAsync($"/destinations/{id}", new { destination_type = "postgresql" }), HttpStatusCode.BadRequest);
        foreach (var path in new[] { "", "/fields", "/permissions" })
            await ErrorAsync(workspace.GetAsync($"/destinations/{Nobody}{path}"), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.PutAsync($"/destinations/{Nobody}", new { name = "x" }), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.DeleteAsync($"/destinations/{Nobody}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Fields_are_those_of_the_stream_named_of_the_own_object_or_of_all()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewDestinationAsync();
        var own = await BodyAsync(
            workspace.PostAsync("/destinations", new { name = "Own", destination_type = "memory", config = new Dictionary<string, string> { ["space"] = "crm", ["token"] = "x", ["object"] = "events" } }),
            HttpStatusCode.Created);

        var all = (await BodyAsync(workspace.GetAsync($"/destinations/{id}/fields"))).AsArray();
        var contacts = (await BodyAsync(workspace.GetAsync($"/destinations/{id}/fields?stream=contacts"))).AsArray();
        var events = (await BodyAsync(workspace.GetAsync($"/destinations/{own.At("$.id")}/fields"))).AsArray();

        Assert.Equal(["contacts", "contacts", "contacts", "contacts", "visits", "visits", "visits", "visits", "events"], all.Select(field => field.At("$.stream")));
        Assert.Equal(
            """{"stream":"contacts","name":"email","type":"text","native_type":"text(80)","required":true,"read_only":false,"is_key":true,"description":"","max_length":80}""",
            contacts[0]!.ToJsonString());
        Assert.Equal("""["shop","web"]""", contacts[2]!["allowed_values"]!.ToJsonString());
        Assert.Equal("true", contacts[3].At("$.read_only"));
        Assert.Equal("events", Assert.Single(events).At("$.stream"));
        Assert.Contains("stream", await ErrorAsync(workspace.GetAsync($"/destinations/{id}/fields?stream=nothing"), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await ErrorAsync(workspace.GetAsync($"/destinations/{id}/fields?refresh=maybe"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Permissions_tell_which_modes_of_syncs_are_possible()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var permissions = await BodyAsync(workspace.GetAsync($"/destinations/{await workspace.NewDestinationAsync()}/permissions"));

        Assert.Equal(
            """{"stream":"contacts","operations":["insert","update","upsert","delete"],"sync_modes":["upsert","insert","update","mirror"],"keys":[["email"]],"accepts_other_fields":false}""",
            permissions[0]!.ToJsonString());
        Assert.Equal("""{"stream":"events","operations":["append"],"sync_modes":["append"],"keys":[],"accepts_other_fields":true}""", permissions[2]!.ToJsonString());
    }

    [Fact]
    public async Task The_types_of_destinations_come_with_the_configuration_that_each_takes()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var memory = (await BodyAsync(workspace.GetAsync("/destination-types"))).AsArray().Single(type => type.At("$.destination_type") == "memory")!;

        Assert.Equal(["destination_type", "title", "category", "config_schema", "documentation_url"], memory.AsObject().Select(member => member.Key));
        Assert.Equal(("Memory", "database", "true"), (memory.At("$.title"), memory.At("$.category"), memory.At("$.config_schema.properties.token.secret")));
    }

    [Fact]
    public async Task Deleting_a_destination_takes_its_syncs_along()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();
        var destination = (await BodyAsync(workspace.GetAsync($"/syncs/{sync}"))).At("$.destination_id");

        Assert.Equal("""{"status":"deleted"}""", (await BodyAsync(workspace.DeleteAsync($"/destinations/{destination}"))).ToJsonString());
        await ErrorAsync(workspace.GetAsync($"/syncs/{sync}"), HttpStatusCode.NotFound);
    }

    private static object Memory(string name, string token) => new { name, destination_type = "memory", config = new { space = "crm", token } };
}
