using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

/// <summary>Metrics and names that a workspace gives, and the questions asked in them.</summary>
[Collection(nameof(SmithPlatform))]
public sealed class KnowledgeTests(SmithPlatform platform)
{
    private const string Dbt = """
        version: 2
        semantic_models:
          - name: users
            model: ref('users')
            entities:
              - {name: user, type: primary, expr: id}
            dimensions:
              - {name: full_name, type: categorical, expr: name}
              - {name: email, type: categorical}
              - {name: domain, type: categorical, expr: "split_part(email, '@', 2)"}
            measures:
              - {name: balance_total, agg: sum, expr: balance}
              - {name: user_count, agg: sum, expr: "1"}
              - {name: balance_median, agg: median, expr: balance}
          - name: purchases
            description: What users buy
            model: ref('shop', 'orders')
            entities:
              - {name: order, type: primary, expr: id}
              - {name: user, type: foreign, expr: user_id}
            dimensions:
              - {name: nation, type: categorical, expr: country}
            measures:
              - {name: purchase_count, agg: count, expr: id}
              - {name: buyers, agg: count_distinct, expr: user_id, create_metric: true}
        metrics:
          - name: deposits
            label: Money held
            type: simple
            type_params: {measure: balance_total}
            filter: "{{ Dimension('user__email') }} is not null"
          - name: headcount
            type: simple
            type_params: {measure: {name: user_count}}
          - name: southern_purchases
            type: simple
            type_params: {measure: purchase_count}
            filter: |
              {{ Dimension('order__nation') }} in ('Spain', 'Italy')
          - name: median_balance
            type: simple
            type_params: {measure: balance_median}
          - name: share
            type: ratio
            type_params: {numerator: deposits, denominator: headcount}
          - name: foreign_filter
            type: simple
            type_params: {measure: purchase_count}
            filter: "{{ Dimension('user__email') }} = 'x'"
        saved_queries: []
        """;

    private const string Cube = """
        cubes:
          - name: purchases
            sql_table: main.orders
            description: What users buy
            joins:
              - {name: users, sql: "{CUBE}.user_id = {users}.id", relationship: many_to_one}
            measures:
              - {name: count, type: count}
              - name: spanish_purchases
                title: Iberian sales
                type: count
                filters:
                  - sql: "{CUBE}.country = 'Spain' AND {CUBE}.id > 10"
              - {name: ratio, type: number, sql: "{count} / 2"}
              - {name: doubled, type: sum, sql: "{CUBE}.id * 2"}
            dimensions:
              - {name: id, sql: id, type: number, primary_key: true}
              - {name: nation, sql: "{CUBE}.country", type: string}
              - {name: initial, sql: "substr({CUBE}.country, 1, 1)", type: string}
            segments:
              - {name: french, sql: "{CUBE}.country = 'France'"}
          - name: joined
            sql: SELECT * FROM orders JOIN users ON users.id = orders.user_id
            measures:
              - {name: rows, type: count}
        """;

    [Fact]
    public async Task A_table_answers_to_the_names_that_a_workspace_gives_it()
    {
        var (workspace, connection) = await NewAsync();
        await RefusedAsync(workspace, connection, "How many patrons are there?");

        var made = await BodyAsync(workspace.PostAsync("/metrics/glossary", new { connection_id = connection, table = "users", aliases = new[] { "patrons", "customers" } }), HttpStatusCode.Created);
        await BodyAsync(workspace.PostAsync("/metrics/glossary", new { connection_id = connection, table = "users", column = "balance", aliases = new[] { "credit" } }), HttpStatusCode.Created);

        Assert.Equal("SELECT COUNT(*) AS count FROM users", (await AskAsync(workspace, connection, "How many patrons are there?")).Sql);
        Assert.Equal("""[[12.5]]""", (await AskAsync(workspace, connection, "What is the highest credit of customers?")).Rows);
        await BodyAsync(workspace.DeleteAsync($"/metrics/glossary/{made.At("$.id")}"));
        await RefusedAsync(workspace, connection, "How many patrons are there?");
    }

    [Fact]
    public async Task A_metric_is_what_its_name_means_in_a_question()
    {
        var (workspace, connection) = await NewAsync();
        await RefusedAsync(workspace, connection, "What is the iberian volume?");

        var made = await BodyAsync(workspace.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.Created);

        Assert.Equal("""[[43]]""", (await AskAsync(workspace, connection, "What is the iberian volume?")).Rows);
        Assert.Equal("""[["Ada",33],["Ben",5],["=Eve",5]]""", (await AskAsync(workspace, connection, "southern sales by user")).Rows);
        var changed = made.DeepClone();
        changed["filters"]![0]!["value"] = new JsonArray("Spain");
        Assert.Equal("""["Spain"]""", (await BodyAsync(workspace.PutAsync($"/metrics/{made.At("$.id")}", changed)))["filters"]![0]!["value"]!.ToJsonString());
        Assert.Equal("""[[33]]""", (await AskAsync(workspace, connection, "What is the iberian volume?")).Rows);
    }

    [Fact]
    public async Task Metrics_are_listed_read_replaced_and_deleted()
    {
        var (workspace, connection) = await NewAsync();
        var made = await BodyAsync(workspace.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.Created);
        var path = $"/metrics/{made.At("$.id")}";

        Assert.Equal(
            ["id", "workspace_id", "connection_id", "name", "synonyms", "description", "table", "aggregate", "column", "filters", "created_at", "updated_at"],
            made.AsObject().Select(member => member.Key));
        Assert.Equal(made.ToJsonString(), Assert.Single((await BodyAsync(workspace.GetAsync("/metrics"))).AsArray())!.ToJsonString());
        Assert.Equal(made.ToJsonString(), (await BodyAsync(workspace.GetAsync(path))).ToJsonString());
        Assert.Equal("trade", (await BodyAsync(workspace.PutAsync(path, new { name = "trade", table = "orders", aggregate = "count" }))).At("$.name"));
        await ErrorAsync(workspace.PostAsync("/metrics", new { connection_id = connection, name = "Trade", table = "orders", aggregate = "count" }), HttpStatusCode.Conflict);
        await BodyAsync(workspace.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.Created);
        Assert.Equal("deleted", (await BodyAsync(workspace.DeleteAsync(path))).At("$.status"));
        await ErrorAsync(workspace.GetAsync(path), HttpStatusCode.NotFound);
        await ErrorAsync(workspace.DeleteAsync(path), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Knowledge_belongs_to_its_workspace_and_its_connection()
    {
        var (workspace, connection) = await NewAsync();
        var metric = (await BodyAsync(workspace.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.Created)).At("$.id");
        var entry = (await BodyAsync(workspace.PostAsync("/metrics/glossary", new { connection_id = connection, table = "users", aliases = new[] { "patrons" } }), HttpStatusCode.Created)).At("$.id");
        var (stranger, other) = await NewAsync();

        foreach (var path in new[] { $"/metrics/{metric}", $"/metrics/glossary/{entry}", "/metrics/none" })
        {
            await ErrorAsync(stranger.GetAsync(path), HttpStatusCode.NotFound);
            await ErrorAsync(stranger.DeleteAsync(path), HttpStatusCode.NotFound);
        }

        await ErrorAsync(stranger.PutAsync($"/metrics/{metric}", Iberian(other)), HttpStatusCode.NotFound);
        await ErrorAsync(stranger.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.UnprocessableEntity);
        await ErrorAsync(stranger.PostAsync("/metrics/import", new { connection_id = connection, content = Cube }), HttpStatusCode.UnprocessableEntity);
        Assert.Empty((await BodyAsync(stranger.GetAsync("/metrics"))).AsArray());
        await RefusedAsync(stranger, other, "What is the iberian volume?");
        await RefusedAsync(workspace, await workspace.NewSourceAsync("Second"), "How many patrons are there?");
        var viewer = await platform.WorkspaceAsync(workspace.Id, Roles.Viewer);
        Assert.Single((await BodyAsync(viewer.GetAsync("/metrics"))).AsArray());
        await ErrorAsync(viewer.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Knowledge_goes_with_its_connection()
    {
        var (workspace, connection) = await NewAsync();
        await BodyAsync(workspace.PostAsync("/metrics", Iberian(connection)), HttpStatusCode.Created);

        await BodyAsync(workspace.DeleteAsync($"/sources/{connection}"));

        Assert.Empty((await BodyAsync(workspace.GetAsync("/metrics"))).AsArray());
    }

    [Theory]
    [InlineData("""{"name": "", "table": "orders", "aggregate": "count"}""", "$.name")]
    [InlineData("""{"name": "a name of many more words than six", "table": "orders", "aggregate": "count"}""", "$.name")]
    [InlineData("""{"name": "x", "table": "gone", "aggregate": "count"}""", "$.table")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "sum"}""", "$.column")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "sum", "column": "gone"}""", "$.column")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "sum", "column": "country"}""", "$.column")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "median", "column": "id"}""", "$.aggregate")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "gone", "operator": "=", "value": 1}]}""", "$.filters[0].column")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "country", "operator": "like", "value": "S%"}]}""", "$.filters[0].operator")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "id", "operator": "=", "value": "1"}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "id", "operator": "in", "value": 1}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "id", "operator": "in", "value": [1, "a"]}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "id", "operator": "in", "value": []}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "id", "operator": "="}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "filters": [{"column": "id", "operator": "is_null", "value": 1}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "users", "aggregate": "count", "filters": [{"column": "created_at", "operator": ">", "value": "soon"}]}""", "$.filters[0].value")]
    [InlineData("""{"name": "x", "table": "orders", "aggregate": "count", "colour": "red"}""", "$.colour")]
    [InlineData("""{"table": "orders", "aggregate": "count"}""", "$.name")]
    public async Task A_metric_that_cannot_be_is_400_and_says_where(string metric, string place)
    {
        var (workspace, connection) = await NewAsync();
        var body = JsonNode.Parse(metric)!;
        body["connection_id"] = connection;

        Assert.Contains(place + ":", await ErrorAsync(workspace.PostAsync("/metrics", body), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"table": "gone", "aliases": ["x"]}""", "$.table")]
    [InlineData("""{"table": "users", "column": "gone", "aliases": ["x"]}""", "$.column")]
    [InlineData("""{"table": "users"}""", "$.aliases")]
    [InlineData("""{"table": "users", "aliases": ["12"]}""", "$.aliases[0]")]
    public async Task A_name_for_nothing_is_400_and_says_where(string entry, string place)
    {
        var (workspace, connection) = await NewAsync();
        var body = JsonNode.Parse(entry)!;
        body["connection_id"] = connection;

        Assert.Contains(place + ":", await ErrorAsync(workspace.PostAsync("/metrics/glossary", body), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simple_metrics_and_names_of_dbt_are_imported_and_the_rest_is_reported()
    {
        var (workspace, connection) = await NewAsync();

        var imported = await BodyAsync(workspace.PostAsync("/metrics/import", new { connection_id = connection, content = Dbt }));

        Assert.Equal(
            [
                "dimension users.full_name: created", "dimension users.domain: skipped", "semantic model purchases: created", "dimension purchases.nation: created",
                "metric buyers: created", "metric deposits: created", "metric headcount: created", "metric southern_purchases: created",
                "metric median_balance: skipped", "metric share: skipped", "metric foreign_filter: skipped", "saved_queries: skipped",
            ],
            Outcomes(imported));
        Assert.Equal(("7", "5"), (imported.At("$.imported"), imported.At("$.skipped")));
        Assert.All(imported["items"]!.AsArray(), item => Assert.Equal(item.At("$.outcome") == "skipped", item.At("$.reason") is not null));
        Assert.Equal("""[[12.5]]""", (await AskAsync(workspace, connection, "How much money held?")).Rows);
        Assert.Equal("""[[3]]""", (await AskAsync(workspace, connection, "What is the headcount?")).Rows);
        Assert.Equal("""[[43]]""", (await AskAsync(workspace, connection, "How many southern purchases?")).Rows);
        Assert.Equal("""[[100]]""", (await AskAsync(workspace, connection, "How many purchases are there?")).Rows);
        Assert.All(Outcomes(await BodyAsync(workspace.PostAsync("/metrics/import", new { connection_id = connection, content = Dbt }))), item => Assert.DoesNotContain("created", item, StringComparison.Ordinal));
        Assert.Equal(4, (await BodyAsync(workspace.GetAsync("/metrics"))).AsArray().Count);
    }

    [Fact]
    public async Task Measures_and_dimensions_of_cube_are_imported_and_the_rest_is_reported()
    {
        var (workspace, connection) = await NewAsync();

        var imported = await BodyAsync(workspace.PostAsync("/metrics/import", new { connection_id = connection, content = Cube }));

        Assert.Equal(
            [
                "cube purchases: created", "dimension purchases.nation: created", "dimension purchases.initial: skipped", "measure purchases.count: created",
                "measure purchases.spanish_purchases: created", "measure purchases.ratio: skipped", "measure purchases.doubled: skipped", "segment purchases.french: skipped", "cube joined: skipped",
            ],
            Outcomes(imported));
        Assert.Equal("""[[30]]""", (await AskAsync(workspace, connection, "What are the iberian sales?")).Rows);
        Assert.Equal("SELECT country, COUNT(*) AS count FROM orders GROUP BY country", (await AskAsync(workspace, connection, "How many purchases per nation?")).Sql);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("models: []")]
    [InlineData("cubes: [")]
    [InlineData("a: &a [1]\ncubes: [*a]")]
    public async Task A_file_that_is_none_is_400(string content)
    {
        var (workspace, connection) = await NewAsync();

        Assert.Contains("$.content:", await ErrorAsync(workspace.PostAsync("/metrics/import", new { connection_id = connection, content }), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_nests_without_end_is_400()
    {
        var (workspace, connection) = await NewAsync();

        await ErrorAsync(workspace.PostAsync("/metrics/import", new { connection_id = connection, content = "cubes: " + new string('[', 200_000) }), HttpStatusCode.BadRequest);
        await ErrorAsync(workspace.PostAsync("/metrics/import", new { connection_id = connection, content = "cubes: " + new string('a', 300_000) }), HttpStatusCode.BadRequest);
    }

    private static object Iberian(string connection) => new
    {
        connection_id = connection,
        name = "iberian volume",
        synonyms = new[] { "southern sales" },
        table = "orders",
        aggregate = "count",
        filters = new[] { new { column = "country", @operator = "in", value = new[] { "Spain", "Italy" } } },
    };

    private static IEnumerable<string> Outcomes(JsonNode imported) => imported["items"]!.AsArray().Select(item => $"{item.At("$.name")}: {item.At("$.outcome")}");

    private async Task<(SmithWorkspace Workspace, string Connection)> NewAsync()
    {
        var workspace = await platform.NewWorkspaceAsync();
        return (workspace, await workspace.NewSourceAsync());
    }

    private async Task<(string Sql, string Rows)> AskAsync(SmithWorkspace workspace, string connection, string question)
    {
        using var response = await SendAsync(workspace, connection, question);
        var body = await response.JsonAsync();
        Assert.True(response.IsSuccessStatusCode, body.ToJsonString());
        return (body.At("$.data.sql")!, body["data"]!["results"]!["rows"]!.ToJsonString());
    }

    private async Task RefusedAsync(SmithWorkspace workspace, string connection, string question)
    {
        using var response = await SendAsync(workspace, connection, question);
        Assert.False(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Contains("question_not_understood", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(SmithWorkspace workspace, string connection, string question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/queries") { Content = JsonContent.Create(new { question, connection_id = $"conn_{Guid.Parse(connection):N}" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", workspace.Key);
        return await platform.App.Client.SendAsync(request);
    }
}
