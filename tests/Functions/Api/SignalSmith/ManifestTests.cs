using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

/// <summary>Connectors that a workspace describes itself.</summary>
[Collection(nameof(SmithPlatform))]
public sealed class ManifestTests(SmithPlatform platform)
{
    private const string Secret = "never-shown-key";

    [Fact]
    public async Task A_described_connector_is_a_type_of_destination_as_any_other()
    {
        await using var crm = await CrmAsync();
        var workspace = await platform.NewWorkspaceAsync();

        var made = await BodyAsync(workspace.PostAsync("/connector-manifests", Manifest(crm.Urls.Single())), HttpStatusCode.Created);
        var types = (await BodyAsync(workspace.GetAsync("/destination-types"))).AsArray();
        var destination = await BodyAsync(
            workspace.PostAsync("/destinations", new { name = "CRM", destination_type = "custom_crm", config = new { api_key = Secret, region = "eu" } }), HttpStatusCode.Created);
        var tested = await (await workspace.PostAsync($"/destinations/{destination.At("$.id")}/test")).Content.ReadAsStringAsync();
        var fields = await BodyAsync(workspace.GetAsync($"/destinations/{destination.At("$.id")}/fields"));

        Assert.Equal(
            ["destination_type", "workspace_id", "title", "category", "config_schema", "manifest", "status", "status_error", "created_by", "created_at", "updated_at"],
            made.AsObject().Select(member => member.Key));
        Assert.Equal(("custom_crm", "Our CRM", "crm", "active", ""), (made.At("$.destination_type"), made.At("$.title"), made.At("$.category"), made.At("$.status"), made.At("$.status_error")));
        Assert.Equal("Our CRM", types.Single(type => type.At("$.destination_type") == "custom_crm").At("$.title"));
        Assert.Equal("""{"region":"eu"}""", destination["config"]!.ToJsonString());
        Assert.EndsWith("data: {\"success\":true,\"message\":\"The destination answers.\"}\n\n", tested, StringComparison.Ordinal);
        Assert.Equal(("contacts", "email", "true"), (fields.At("$[0].stream"), fields.At("$[0].name"), fields.At("$[0].required")));
        Assert.DoesNotContain(Secret, tested + platform.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_read_listed_replaced_and_deleted()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var made = await BodyAsync(workspace.PostAsync("/connector-manifests", Manifest("https://crm.example.com")), HttpStatusCode.Created);

        var read = await BodyAsync(workspace.GetAsync("/connector-manifests/custom_crm"));
        var listed = await BodyAsync(workspace.GetAsync("/connector-manifests"));
        read["manifest"]!["title"] = "Our new CRM";
        var replaced = await BodyAsync(workspace.PutAsync("/connector-manifests/custom_crm", read));

        Assert.Equal(made.ToJsonString(), Assert.Single(listed.AsArray())!.ToJsonString());
        Assert.Equal("Our new CRM", replaced.At("$.title"));
        Assert.Equal("""{"status":"deleted"}""", (await BodyAsync(workspace.DeleteAsync("/connector-manifests/custom_crm"))).ToJsonString());
        await ErrorAsync(workspace.GetAsync("/connector-manifests/custom_crm"), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.PutAsync("/connector-manifests/custom_crm", Manifest("https://crm.example.com")), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.DeleteAsync("/connector-manifests/custom_crm"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Its_type_is_its_own_and_stays()
    {
        var workspace = await platform.NewWorkspaceAsync();
        await BodyAsync(workspace.PostAsync("/connector-manifests", Manifest("https://crm.example.com")), HttpStatusCode.Created);

        await ErrorAsync(workspace.PostAsync("/connector-manifests", Manifest("https://other.example.com")), HttpStatusCode.Conflict);
        var other = Manifest("https://crm.example.com");
        other["manifest"]!["type"] = "other";
        Assert.Contains("$.manifest.type", await ErrorAsync(workspace.PutAsync("/connector-manifests/custom_crm", other), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        other["manifest"]!["type"] = "postgresql";
        Assert.Equal("custom_postgresql", (await BodyAsync(workspace.PostAsync("/connector-manifests", other), HttpStatusCode.Created)).At("$.destination_type"));
    }

    [Fact]
    public async Task A_new_manifest_hides_what_it_calls_secret()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var manifest = Manifest("https://crm.example.com");
        await BodyAsync(workspace.PostAsync("/connector-manifests", manifest), HttpStatusCode.Created);
        var id = (await BodyAsync(
            workspace.PostAsync("/destinations", new { name = "CRM", destination_type = "custom_crm", config = new { api_key = Secret, region = "eu" } }), HttpStatusCode.Created)).At("$.id")!;

        manifest["manifest"]!["configuration"]!["properties"]!["region"]!["secret"] = true;
        await BodyAsync(workspace.PutAsync("/connector-manifests/custom_crm", manifest));

        Assert.Equal("{}", (await BodyAsync(workspace.GetAsync($"/destinations/{id}")))["config"]!.ToJsonString());
        var open = await platform.App.Services.GetRequiredService<Destinations.Destinations>().OpenAsync(workspace.Id, Guid.Parse(id), default);
        Assert.Equal((Secret, "eu"), (open.Value.Settings.Text("api_key"), open.Value.Settings.Text("region")));
    }

    [Fact]
    public async Task It_cannot_be_deleted_while_destinations_use_it()
    {
        var workspace = await platform.NewWorkspaceAsync();
        await BodyAsync(workspace.PostAsync("/connector-manifests", Manifest("https://crm.example.com")), HttpStatusCode.Created);
        var id = (await BodyAsync(workspace.PostAsync("/destinations", new { name = "CRM", destination_type = "custom_crm", config = new { api_key = "x" } }), HttpStatusCode.Created)).At("$.id");

        await ErrorAsync(workspace.DeleteAsync("/connector-manifests/custom_crm"), HttpStatusCode.Conflict);
        await BodyAsync(workspace.DeleteAsync($"/destinations/{id}"));
        await BodyAsync(workspace.DeleteAsync("/connector-manifests/custom_crm"));
    }

    [Fact]
    public async Task It_belongs_to_its_workspace()
    {
        var workspace = await platform.NewWorkspaceAsync();
        await BodyAsync(workspace.PostAsync("/connector-manifests", Manifest("https://crm.example.com")), HttpStatusCode.Created);
        var stranger = await platform.NewWorkspaceAsync();

        await ErrorAsync(stranger.GetAsync("/connector-manifests/custom_crm"), HttpStatusCode.NotFound);
        await ErrorAsync(stranger.DeleteAsync("/connector-manifests/custom_crm"), HttpStatusCode.NotFound);
        await ErrorAsync(stranger.PostAsync("/destinations", new { name = "CRM", destination_type = "custom_crm", config = new { api_key = "x" } }), HttpStatusCode.BadRequest);
        Assert.DoesNotContain((await BodyAsync(stranger.GetAsync("/destination-types"))).AsArray(), type => type.At("$.destination_type") == "custom_crm");
        var viewer = await platform.WorkspaceAsync(workspace.Id, Roles.Viewer);
        await ErrorAsync(viewer.PostAsync("/connector-manifests", Manifest("https://crm.example.com")), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_bad_manifest_is_400_with_every_mistake()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var manifest = Manifest("https://crm.example.com");
        manifest["manifest"]!["category"] = "cars";
        manifest["manifest"]!["colour"] = "red";
        manifest["manifest"]!.AsObject().Remove("check");

        var error = await ErrorAsync(workspace.PostAsync("/connector-manifests", manifest), HttpStatusCode.BadRequest);

        foreach (var place in new[] { "$.manifest.category", "$.manifest.colour", "$.manifest.check" })
            Assert.Contains(place, error, StringComparison.Ordinal);
        await ErrorAsync(workspace.PostAsync("/connector-manifests", new { }), HttpStatusCode.BadRequest);
        await ErrorAsync(workspace.PostAsync("/connector-manifests", new { manifest = "text" }), HttpStatusCode.BadRequest);
    }

    private static JsonNode Manifest(string baseUrl) => JsonNode.Parse("""
        {"manifest": {
          "manifest_version": 1, "type": "crm", "title": "Our CRM", "category": "crm",
          "configuration": {
            "properties": {"api_key": {"type": "string", "title": "API key", "secret": true}, "region": {"type": "string", "title": "Region"}},
            "required": ["api_key"]},
          "base_url": "BASE_URL", "authentication": {"type": "bearer", "token": "{{ config.api_key }}"},
          "check": {"path": "/me"},
          "streams": [{"name": "contacts", "fields": [{"name": "email", "kind": "text", "required": true}], "keys": ["email"],
            "operations": {"upsert": {"rows": 100, "path": "/contacts/batch", "body": {"contacts": {"$rows": {"$row": {}}}}}}}]}}
        """.Replace("BASE_URL", baseUrl, StringComparison.Ordinal))!;

    /// <summary>A server that lets in who has the key.</summary>
    private static async Task<WebApplication> CrmAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var crm = builder.Build();
        crm.Urls.Add("http://127.0.0.1:0");
        crm.MapGet("/me", (HttpRequest request) => request.Headers.Authorization == $"Bearer {Secret}" ? Results.Json(new { name = "CRM" }) : Results.Unauthorized());
        await crm.StartAsync();
        return crm;
    }
}
