using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

[Collection(nameof(SmithPlatform))]
public sealed class ModelTests(SmithPlatform platform)
{
    private const string Nobody = "550e8400-e29b-41d4-a716-446655440001";

    [Fact]
    public async Task A_model_over_a_statement_is_kept_with_the_columns_that_the_source_tells()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();

        var created = await BodyAsync(
            workspace.PostAsync("/models", new
            {
                source_id = source,
                name = "Users",
                description = "All of them",
                sql_query = "SELECT id, email, created_at FROM users",
                primary_key_column = "id",
                timestamp_column = "created_at",
                column_config = new[] { new { column = "email", pii = "redacted" } },
            }),
            HttpStatusCode.Created);

        Assert.Equal(
            [
                "id", "workspace_id", "source_id", "name", "description", "model_type", "sql_query", "source_schema", "source_table", "selected_columns", "columns", "entity_type",
                "primary_key_column", "primary_key_columns", "timestamp_column", "column_config", "status", "status_error", "created_by", "created_at", "updated_at",
            ],
            created.AsObject().Select(member => member.Key));
        Assert.Equal(
            (source, "sql", "parent", "id", "created_at", "active", ""),
            (created.At("$.source_id"), created.At("$.model_type"), created.At("$.entity_type"), created.At("$.primary_key_column"), created.At("$.timestamp_column"), created.At("$.status"), created.At("$.status_error")));
        Assert.Equal("""{"name":"id","type":"integer","nullable":false}""", created["columns"]![0]!.ToJsonString());
        Assert.Equal("""[{"column":"email","pii":"redacted"}]""", created["column_config"]!.ToJsonString());
        Assert.NotNull(created.At("$.created_by"));
        Assert.Equal(created.ToJsonString(), (await BodyAsync(workspace.GetAsync($"/models/{created.At("$.id")}"))).ToJsonString());
    }

    [Fact]
    public async Task A_model_over_a_table_has_its_columns_or_those_selected()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();

        var whole = await BodyAsync(workspace.PostAsync("/models", new { source_id = source, name = "All", model_type = "table", source_table = "users" }), HttpStatusCode.Created);
        var some = await BodyAsync(
            workspace.PostAsync("/models", new { source_id = source, name = "Some", source_table = "users", selected_columns = new[] { "email", "id" } }), HttpStatusCode.Created);

        Assert.Equal(("table", "users", ""), (whole.At("$.model_type"), whole.At("$.source_table"), whole.At("$.primary_key_column")));
        Assert.Equal(["id", "name", "email", "balance", "created_at"], whole["columns"]!.AsArray().Select(column => column.At("$.name")));
        Assert.Equal(["email", "id"], some["columns"]!.AsArray().Select(column => column.At("$.name")));
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_takes_back_what_was_read()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewModelAsync(await workspace.NewSourceAsync());
        var before = await BodyAsync(workspace.GetAsync($"/models/{id}"));

        var same = await BodyAsync(workspace.PutAsync($"/models/{id}", before));
        var changed = await BodyAsync(workspace.PutAsync($"/models/{id}", new { sql_query = "SELECT id, name, balance FROM users", timestamp_column = "balance" }));
        var table = await BodyAsync(workspace.PutAsync($"/models/{id}", new { source_table = "orders", primary_key_columns = new[] { "id", "user_id" }, timestamp_column = "" }));

        Assert.Equal(Without(before, "updated_at"), Without(same, "updated_at"));
        Assert.Equal(("Users", "balance"), (changed.At("$.name"), changed.At("$.columns[2].name")));
        Assert.Equal(("table", "", "id", "", "country"), (table.At("$.model_type"), table.At("$.sql_query"), table.At("$.primary_key_column"), table.At("$.timestamp_column"), table.At("$.columns[2].name")));
        Assert.Equal("""["id","user_id"]""", table["primary_key_columns"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name": "x"}""", "$.source_id")]
    [InlineData("""{"source_id": "SOURCE"}""", "$.name")]
    [InlineData("""{"source_id": "SOURCE", "name": "x"}""", "$.sql_query")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "model_type": "table", "sql_query": "SELECT 1 AS one"}""", "$.source_table")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "model_type": "view", "sql_query": "SELECT 1 AS one"}""", "$.model_type")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "sql_query": "SELECT 1 AS one", "source_table": "users"}""", "$.model_type")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "sql_query": "SELECT id FROM users", "primary_key_column": "uid"}""", "$.primary_key_column")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "sql_query": "SELECT id FROM users", "timestamp_column": "changed"}""", "$.timestamp_column")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "sql_query": "SELECT id FROM users", "primary_key_column": "id", "primary_key_columns": ["name", "id"]}""", "$.primary_key_column")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "sql_query": "DELETE FROM users"}""", "refused")]
    [InlineData("""{"source_id": "SOURCE", "name": "x", "sql_query": "SELECT nothing FROM users"}""", "nothing")]
    [InlineData("""{"source_id": "not-a-uuid", "name": "x", "sql_query": "SELECT 1 AS one"}""", "$.source_id")]
    public async Task A_bad_model_is_400_and_names_the_place(string body, string place)
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();

        var error = await ErrorAsync(workspace.PostAsync("/models", JsonNode.Parse(body.Replace("SOURCE", source, StringComparison.Ordinal))), HttpStatusCode.BadRequest);

        Assert.Contains(place, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_422_a_model_that_is_not_is_404()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var model = await workspace.NewModelAsync(await workspace.NewSourceAsync());

        Assert.Contains("source_id", await ErrorAsync(workspace.PostAsync("/models", new { source_id = Nobody, name = "x", sql_query = "SELECT 1 AS one" }), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        await ErrorAsync(workspace.PutAsync($"/models/{model}", new { source_id = Nobody }), HttpStatusCode.UnprocessableEntity);
        await ErrorAsync(workspace.PostAsync("/models/preview", new { source_id = Nobody, sql_query = "SELECT 1 AS one" }), HttpStatusCode.UnprocessableEntity);
        await ErrorAsync(workspace.PutAsync($"/models/{Nobody}", new { name = "y" }), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.GetAsync("/models/not-a-uuid"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_models_of_one_name_are_a_conflict()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();
        await workspace.NewModelAsync(source);

        await ErrorAsync(workspace.PostAsync("/models", new { source_id = source, name = "users", sql_query = "SELECT 1 AS one" }), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_statement_and_a_table_can_be_looked_at()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var source = await workspace.NewSourceAsync();

        var statement = await BodyAsync(workspace.PostAsync("/models/preview", new { source_id = source, sql_query = "SELECT id, email FROM users ORDER BY id", limit = 2 }));
        var table = await BodyAsync(workspace.PostAsync("/models/preview-table", new { source_id = source, source_table = "users", selected_columns = new[] { "name" } }));

        Assert.Equal(
            """{"columns":[{"name":"id","type":"integer"},{"name":"email","type":"text"}],"rows":[[1,"ada@example.com"],[2,null]],"row_count":2,"truncated":true}""",
            statement.ToJsonString());
        Assert.Equal("""[["Ada"],["Ben"],["=Eve"]]""", table["rows"]!.ToJsonString());
        Assert.Equal(("3", "false"), (table.At("$.row_count"), table.At("$.truncated")));
    }

    [Theory]
    [InlineData("/models/preview", """{"source_id": "SOURCE", "sql_query": "DROP TABLE users"}""")]
    [InlineData("/models/preview", """{"source_id": "SOURCE", "sql_query": "SELECT 1; SELECT 2"}""")]
    [InlineData("/models/preview", """{"source_id": "SOURCE", "sql_query": "SELECT nothing FROM nowhere"}""")]
    [InlineData("/models/preview", """{"source_id": "SOURCE", "sql_query": "SELECT 1 AS one", "limit": 0}""")]
    [InlineData("/models/preview", """{"source_id": "SOURCE", "sql_query": "SELECT 1 AS one", "limit": 1001}""")]
    [InlineData("/models/preview-table", """{"source_id": "SOURCE", "source_table": "users\"; DROP TABLE users; --"}""")]
    [InlineData("/models/preview-table", """{"source_id": "SOURCE"}""")]
    public async Task What_cannot_be_looked_at_is_400(string path, string body)
    {
        var workspace = await platform.NewWorkspaceAsync();

        await ErrorAsync(workspace.PostAsync(path, JsonNode.Parse(body.Replace("SOURCE", await workspace.NewSourceAsync(), StringComparison.Ordinal))), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Suggestions_are_the_values_of_columns_that_have_few()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewModelAsync(await workspace.NewSourceAsync(), "Orders", "SELECT id, country FROM orders");

        var refreshed = await BodyAsync(workspace.PostAsync($"/models/{id}/refresh-suggestions"));

        Assert.Equal("""{"status":"refreshed","suggestions":[{"column":"country","values":["France","Italy","Spain"]}]}""", refreshed.ToJsonString());
        await ErrorAsync(workspace.PostAsync($"/models/{Nobody}/refresh-suggestions"), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("audiences")]
    [InlineData("traits")]
    public async Task What_comes_later_is_an_empty_list_of_a_model_that_is_there(string what)
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewModelAsync(await workspace.NewSourceAsync());

        Assert.Equal("[]", (await BodyAsync(workspace.GetAsync($"/models/{id}/{what}"))).ToJsonString());
        await ErrorAsync(workspace.GetAsync($"/models/{Nobody}/{what}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deleting_a_model_takes_its_syncs_along()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();
        var model = (await BodyAsync(workspace.GetAsync($"/syncs/{sync}"))).At("$.model_id");

        Assert.Equal("deleted", (await BodyAsync(workspace.DeleteAsync($"/models/{model}"))).At("$.status"));
        await ErrorAsync(workspace.GetAsync($"/syncs/{sync}"), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.DeleteAsync($"/models/{model}"), HttpStatusCode.NotFound);
    }

    private static string Without(JsonNode body, string member)
    {
        var copy = body.DeepClone().AsObject();
        copy.Remove(member);
        return copy.ToJsonString();
    }
}
