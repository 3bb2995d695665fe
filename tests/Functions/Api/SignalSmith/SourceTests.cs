using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.Extensions.DependencyInjection;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

[Collection(nameof(SmithPlatform))]
public sealed class SourceTests(SmithPlatform platform)
{
    private const string Secret = "never-shown-Pa55word";

    [Fact]
    public async Task A_source_is_created_read_and_listed_without_its_password()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var created = await BodyAsync(workspace.PostAsync("/sources", Postgres()), HttpStatusCode.Created);

        Assert.Equal(
            ["id", "workspace_id", "name", "description", "source_type", "config", "connection_id", "status", "status_error", "created_by", "created_at", "updated_at"],
            created.AsObject().Select(member => member.Key));
        Assert.Equal(["host", "port", "database", "username", "ssl_mode", "schema"], created["config"]!.AsObject().Select(member => member.Key));
        Assert.Equal(
            (workspace.Id.ToString(), "Warehouse", "postgresql", "db.example.com", "5433", "untested", ""),
            (created.At("$.workspace_id"), created.At("$.name"), created.At("$.source_type"), created.At("$.config.host"), created.At("$.config.port"), created.At("$.status"), created.At("$.status_error")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", created.At("$.created_at"));
        var read = await BodyAsync(workspace.GetAsync($"/sources/{created.At("$.id")}"));
        Assert.Equal(created.ToJsonString(), read.ToJsonString());
        Assert.Equal(created.ToJsonString(), Assert.Single((await BodyAsync(workspace.GetAsync("/sources"))).AsArray())!.ToJsonString());
        Assert.DoesNotContain(Secret, created.ToJsonString() + platform.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_keeps_what_is_left_out_and_the_password_when_the_configuration_comes_without_it()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = (await BodyAsync(workspace.PostAsync("/sources", Postgres()), HttpStatusCode.Created)).At("$.id");

        var renamed = await BodyAsync(workspace.PutAsync($"/sources/{id}", new { name = "Replica" }));
        var moved = await BodyAsync(workspace.PutAsync($"/sources/{id}", new { config = new { host = "replica.example.com", database = "analytics", username = "reader" } }));

        Assert.Equal(("Replica", "db.example.com", "public"), (renamed.At("$.name"), renamed.At("$.config.host"), renamed.At("$.config.schema")));
        Assert.Equal(("Replica", "replica.example.com", "5432", null), (moved.At("$.name"), moved.At("$.config.host"), moved.At("$.config.port"), moved.At("$.config.ssl_mode")));
        var open = await platform.App.Services.GetRequiredService<Connections.Connections>().OpenAsync(workspace.Id, Guid.Parse(id!), default);
        Assert.Equal(Secret, open.Value.Settings.Password);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var created = await BodyAsync(workspace.PostAsync("/sources", Postgres()), HttpStatusCode.Created);

        var updated = await BodyAsync(workspace.PutAsync($"/sources/{created.At("$.id")}", created));

        Assert.Equal(created["config"]!.ToJsonString(), updated["config"]!.ToJsonString());
    }

    [Theory]
    [InlineData("snowflake")]
    [InlineData("bigquery")]
    [InlineData("databricks")]
    public async Task A_warehouse_that_is_not_here_is_422_and_tells_what_is(string type)
    {
        var workspace = await platform.NewWorkspaceAsync();
        var documented = new { name = "Warehouse", source_type = type, config = new { account = "xy12345", warehouse = "COMPUTE_WH", database = "ANALYTICS", username = "reader" } };

        var error = await ErrorAsync(workspace.PostAsync("/sources", documented), HttpStatusCode.UnprocessableEntity);

        Assert.Contains(type, error, StringComparison.Ordinal);
        Assert.Contains("duckdb, mariadb, mysql, postgresql, sqlite, sqlserver", error, StringComparison.Ordinal);
        Assert.Equal(error, await ErrorAsync(workspace.PostAsync("/sources/test", new { source_type = type, documented.config }), HttpStatusCode.UnprocessableEntity));
    }

    [Theory]
    [InlineData("""{"source_type": "sqlite", "config": {"database": "shop.db"}}""", "$.name")]
    [InlineData("""{"name": "", "source_type": "sqlite", "config": {"database": "shop.db"}}""", "$.name")]
    [InlineData("""{"name": "x", "config": {"database": "shop.db"}}""", "$.source_type")]
    [InlineData("""{"name": "x", "source_type": "oracle", "config": {"database": "shop.db"}}""", "$.source_type")]
    [InlineData("""{"name": "x", "source_type": "sqlite"}""", "$.config")]
    [InlineData("""{"name": "x", "source_type": "sqlite", "config": {}}""", "$.config.database")]
    [InlineData("""{"name": "x", "source_type": "sqlite", "config": "shop.db"}""", "$.config")]
    [InlineData("""{"name": "x", "source_type": "postgresql", "config": {"database": "d", "username": "u"}}""", "$.config.host")]
    [InlineData("""{"name": "x", "source_type": "postgresql", "config": {"host": "h", "port": "5432", "database": "d", "username": "u"}}""", "$.config.port")]
    [InlineData("""{"name": "x", "source_type": "postgresql", "config": {"host": "h", "account": "a", "database": "d", "username": "u"}}""", "$.config.account")]
    [InlineData("""{"name": "x", "source_type": "sqlite", "config": {"database": "shop.db"}, "colour": "red"}""", "$.colour")]
    [InlineData("{", "1")]
    public async Task A_bad_source_is_400_and_names_the_place(string body, string place)
    {
        var (workspace, _, _) = await platform.SharedAsync();

        var error = await ErrorAsync(workspace.PostAsync("/sources", new StringContent(body, null, "application/json")), HttpStatusCode.BadRequest);

        Assert.Contains(place, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sources_of_one_name_are_a_conflict()
    {
        var workspace = await platform.NewWorkspaceAsync();
        await workspace.NewSourceAsync("Shop");
        var other = await workspace.NewSourceAsync("Another");

        await ErrorAsync(workspace.PostAsync("/sources", new { name = " shop ", source_type = "sqlite", config = new { database = "shop.db" } }), HttpStatusCode.Conflict);
        await ErrorAsync(workspace.PutAsync($"/sources/{other}", new { name = "Shop" }), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_type_of_a_source_stays()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewSourceAsync();

        Assert.Contains("$.source_type", await ErrorAsync(workspace.PutAsync($"/sources/{id}", new { source_type = "duckdb" }), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await BodyAsync(workspace.PutAsync($"/sources/{id}", new { source_type = "SQLite" }));
    }

    [Fact]
    public async Task Schemas_tables_and_columns_are_told()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewSourceAsync();

        var schemas = await BodyAsync(workspace.GetAsync($"/sources/{id}/schemas"));
        var tables = await BodyAsync(workspace.GetAsync($"/sources/{id}/schemas/main/tables"));
        var columns = await BodyAsync(workspace.GetAsync($"/sources/{id}/schemas/main/tables/users/columns"));

        Assert.Equal("""[{"name":"main","is_default":true,"table_count":2}]""", schemas.ToJsonString());
        Assert.Equal(["orders", "users"], tables.AsArray().Select(table => table.At("$.name")));
        Assert.Equal("""{"name":"id","type":"integer","database_type":"INTEGER","nullable":false,"primary_key":true,"description":""}""", columns[0]!.ToJsonString());
        Assert.Equal(["id", "name", "email", "balance", "created_at"], columns.AsArray().Select(column => column.At("$.name")));
    }

    [Theory]
    [InlineData("/schemas/other/tables")]
    [InlineData("/schemas/other/tables/users/columns")]
    [InlineData("/schemas/main/tables/nothing/columns")]
    public async Task A_schema_or_table_that_is_not_there_is_404(string path)
    {
        var workspace = await platform.NewWorkspaceAsync();

        await ErrorAsync(workspace.GetAsync($"/sources/{await workspace.NewSourceAsync()}{path}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deleting_a_source_takes_its_models_and_their_syncs_along()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();
        var model = await workspace.NewModelAsync(source);
        var sync = await workspace.NewSyncAsync(model, await workspace.NewDestinationAsync(), "Users to memory");

        var deleted = await BodyAsync(workspace.DeleteAsync($"/sources/{source}"));

        Assert.Equal("""{"status":"deleted"}""", deleted.ToJsonString());
        foreach (var path in new[] { $"/sources/{source}", $"/models/{model}", $"/syncs/{sync}" })
            await ErrorAsync(workspace.GetAsync(path), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.DeleteAsync($"/sources/{source}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_connection_deleted_through_the_other_api_takes_them_along_too()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();
        var model = await workspace.NewModelAsync(source);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/connections/conn_{Guid.Parse(source):N}") { Headers = { { "Authorization", $"Bearer {workspace.Key}" } } };

        using var deleted = await platform.App.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await ErrorAsync(workspace.GetAsync($"/models/{model}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_types_of_sources_come_with_the_configuration_that_each_takes()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var types = (await BodyAsync(workspace.GetAsync("/source-types"))).AsArray();

        Assert.Equal(["duckdb", "mariadb", "mysql", "postgresql", "sqlite", "sqlserver"], types.Select(type => type.At("$.source_type")));
        var postgres = types.Single(type => type.At("$.source_type") == "postgresql")!["config_schema"]!;
        Assert.Equal(("5432", "true"), (postgres.At("$.properties.port.default"), postgres.At("$.properties.password.secret")));
        Assert.Equal(["database"], types[0]!["config_schema"]!["required"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public async Task A_viewer_reads_and_does_not_write()
    {
        var owner = await platform.NewWorkspaceAsync();
        var source = await owner.NewSourceAsync();
        var viewer = await platform.WorkspaceAsync(owner.Id, Roles.Viewer);

        await BodyAsync(viewer.GetAsync($"/sources/{source}"));
        await ErrorAsync(viewer.PostAsync("/sources", Postgres()), HttpStatusCode.Forbidden);
        await ErrorAsync(viewer.PostAsync("/sources/test", Postgres()), HttpStatusCode.Forbidden);
        await ErrorAsync(viewer.PostAsync("/models/preview", new { source_id = source, sql_query = "SELECT 1" }), HttpStatusCode.Forbidden);
        await ErrorAsync(viewer.DeleteAsync($"/sources/{source}"), HttpStatusCode.Forbidden);
    }

    private static JsonNode Postgres() => JsonNode.Parse($$$"""
        {"name": "Warehouse", "source_type": "postgres",
         "config": {"host": "db.example.com", "port": 5433, "database": "analytics", "username": "reader", "password": "{{{Secret}}}", "ssl_mode": "require", "schema": "public"}}
        """)!;
}
