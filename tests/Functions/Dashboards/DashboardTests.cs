using System.Net;
using System.Net.Http.Json;
using System.Text;
using Azure.Storage.Blobs.Models;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Dashboards;

[Collection(nameof(ShopPlatform))]
public sealed class DashboardTests(ShopPlatform shop)
{
    private readonly DashboardApi _api = new(shop);

    [Fact]
    public async Task A_dashboard_is_made_read_with_its_data_changed_and_deleted()
    {
        var query = await _api.NewQueryAsync(DashboardApi.Countries, "Orders by country");

        var created = await _api.CreateAsync(new
        {
            name = "Sales Overview",
            description = "Daily sales metrics",
            widgets = new[] { new { type = "metric", query_id = query, position = new { x = 0, y = 0, w = 6, h = 4 } } },
        });

        Assert.Equal(
            ["dashboard_id", "name", "description", "widgets", "filters", "refresh", "created_at", "updated_at"], created.AsObject().Select(property => property.Key));
        Assert.Matches("^dash_[0-9a-f]{32}$", created.At("$.dashboard_id"));
        Assert.Matches("^wid_[0-9a-f]{32}$", created.At("$.widgets[0].widget_id"));
        var id = created.At("$.dashboard_id")!;
        var read = await _api.GetAsync(id);
        var widget = read["widgets"]![0]!;
        Assert.Equal(query, widget.At("$.query_id"));
        Assert.Equal("Orders by country", widget.At("$.title"));
        Assert.Equal("""{"x":0,"y":0,"w":6,"h":4}""", widget["position"]!.ToJsonString());
        Assert.Equal("""["country","orders"]""", widget["data"]!["columns"]!.ToJsonString());
        Assert.Equal("""[["France",57],["Spain",33],["Italy",10]]""", widget["data"]!["rows"]!.ToJsonString());
        Assert.Equal("3", widget.At("$.data.row_count"));
        Assert.NotNull(widget.At("$.refreshed_at"));

        var renamed = await (await shop.SendAsync(HttpMethod.Patch, $"/v1/dashboards/{id}", new { name = "Sales", description = "" })).JsonAsync();
        Assert.Equal("Sales", renamed.At("$.data.name"));
        Assert.Null(renamed.At("$.data.description"));
        Assert.Equal(created.At("$.widgets[0].widget_id"), renamed.At("$.data.widgets[0].widget_id"));
        var listed = (await (await shop.SendAsync(HttpMethod.Get, "/v1/dashboards?limit=100")).JsonAsync())["data"]!.AsArray().Single(item => item.At("$.dashboard_id") == id);
        Assert.Equal(["dashboard_id", "name", "description", "widget_count", "created_at", "updated_at"], listed!.AsObject().Select(property => property.Key));

        var deleted = await shop.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}");
        Assert.Equal($$"""{"dashboard_id":"{{id}}","deleted":true}""", (await deleted.JsonAsync())["data"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_other_api_has_the_same_dashboards_in_its_own_shape()
    {
        var key = await _api.OtherKeyAsync(shop.Workspace);
        var query = await _api.NewQueryAsync(DashboardApi.Countries);
        var body = new { name = "Forge", widgets = new[] { new { type = "table", query_id = query, position = new { x = 0, y = 0, w = 12, h = 4 } } } };

        var created = await shop.SendAsync(HttpMethod.Post, "/api/v1/dashboards", body, key);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.JsonAsync()).At("$.id");
        Assert.Matches("^dash-[0-9a-f]{32}$", id);
        var read = await (await shop.SendAsync(HttpMethod.Get, $"/api/v1/dashboards/{id}", key: key)).JsonAsync();
        Assert.Equal("France", read.At("$.widgets[0].data.rows[0].[0]") ?? read["widgets"]![0]!["data"]!["rows"]![0]![0]!.ToString());
        var replaced = await (await shop.SendAsync(HttpMethod.Put, $"/api/v1/dashboards/{id}", new { name = "Forged" }, key)).JsonAsync();
        Assert.Equal(("Forged", 0), (replaced.At("$.name"), replaced["widgets"]!.AsArray().Count));
        var listed = await (await shop.SendAsync(HttpMethod.Get, "/api/v1/dashboards?limit=100", key: key)).JsonAsync();
        Assert.Contains(listed["data"]!.AsArray(), item => item.At("$.id") == id);
        Assert.NotNull(listed["pagination"]);
        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id!.Replace('-', '_')}")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await shop.SendAsync(HttpMethod.Delete, $"/api/v1/dashboards/{id}", key: key)).StatusCode);
        Assert.Equal("dashboard_not_found", (await (await shop.SendAsync(HttpMethod.Get, $"/api/v1/dashboards/{id}", key: key)).JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task A_self_hosted_base_answers_as_the_other_does()
    {
        var created = await (await shop.SendAsync(HttpMethod.Post, "/api/v1/dashboards", new { name = "Self-hosted" })).JsonAsync();
        var id = created.At("$.data.dashboard_id");

        Assert.Equal("Renamed", (await (await shop.SendAsync(HttpMethod.Patch, $"/api/v1/dashboards/{id}", new { name = "Renamed" })).JsonAsync()).At("$.data.name"));
        Assert.Equal(id, (await (await shop.SendAsync(HttpMethod.Get, $"/api/v1/dashboards/{id}")).JsonAsync()).At("$.data.dashboard_id"));
        Assert.Contains((await (await shop.SendAsync(HttpMethod.Get, "/api/v1/dashboards?limit=100")).JsonAsync())["data"]!.AsArray(), item => item.At("$.dashboard_id") == id);
        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Get, $"/api/v1/dashboards/{id}/view")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await shop.SendAsync(HttpMethod.Post, $"/api/v1/dashboards/{id}/share")).StatusCode);
        Assert.Equal("true", (await (await shop.SendAsync(HttpMethod.Delete, $"/api/v1/dashboards/{id}")).JsonAsync()).At("$.data.deleted"));
    }

    [Theory]
    [InlineData("""{"widgets": []}""", "$.name")]
    [InlineData("""{"name": " "}""", "$.name")]
    [InlineData("""{"name": "x", "widgets": [null]}""", "$.widgets[0]")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].query_id")]
    [InlineData("""{"name": "x", "widgets": [{"type": "text", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].content")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "query_id": "q_nothing", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].query_id")]
    [InlineData("""{"name": "x", "widgets": [{"type": "map", "query_id": "QUERY", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].type")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "query_id": "QUERY"}]}""", "$.widgets[0].position")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "query_id": "QUERY", "position": {"x": 8, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].position")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "query_id": "QUERY", "position": {"x": -1, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].position")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "query_id": "QUERY", "position": {"x": 0, "y": 2147483647, "w": 6, "h": 4}}]}""", "$.widgets[0].position")]
    [InlineData("""{"name": "x", "widgets": [{"type": "metric", "query_id": "QUERY", "position": {"x": 0, "y": 0, "w": 0, "h": 4}}]}""", "$.widgets[0].position")]
    [InlineData("""{"name": "x", "widgets": [{"type": "text", "content": "a", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}, {"type": "text", "content": "b", "position": {"x": 5, "y": 3, "w": 2, "h": 2}}]}""", "$.widgets[1].position")]
    [InlineData("""{"name": "x", "widgets": [{"type": "text", "content": "a", "widget_id": "7", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}""", "$.widgets[0].widget_id")]
    [InlineData("""{"name": "x", "widgets": [{"type": "bar", "query_id": "QUERY", "position": {"x": 0, "y": 0, "w": 6, "h": 4}, "display": {"aggregate": "sum"}}]}""", "$.widgets[0].display.y")]
    [InlineData("""{"name": "x", "widgets": [{"type": "bar", "query_id": "QUERY", "position": {"x": 0, "y": 0, "w": 6, "h": 4}, "display": {"y": [null]}}]}""", "$.widgets[0].display.y[0]")]
    [InlineData("""{"name": "x", "widgets": [{"type": "bar", "query_id": "QUERY", "position": {"x": 0, "y": 0, "w": 6, "h": 4}, "display": {"format": "currency", "unit": "euros"}}]}""", "$.widgets[0].display.unit")]
    [InlineData("""{"name": "x", "widgets": [{"type": "bar", "query_id": "QUERY", "position": {"x": 0, "y": 0, "w": 6, "h": 4}, "display": {"format": "currency", "unit": "EUR\n"}}]}""", "$.widgets[0].display.unit")]
    [InlineData("""{"name": "x", "filters": [{"parameter": "refresh", "column": "a", "type": "text"}]}""", "$.filters[0].parameter")]
    [InlineData("""{"name": "x", "filters": [{"parameter": "A-b", "column": "a", "type": "text"}]}""", "$.filters[0].parameter")]
    [InlineData("""{"name": "x", "filters": [{"parameter": "a", "column": "a", "type": "date", "default": "today"}]}""", "$.filters[0]")]
    [InlineData("""{"name": "x", "filters": [{"parameter": "a", "column": "a", "type": "text"}, {"parameter": "a", "column": "b", "type": "text"}]}""", "$.filters")]
    [InlineData("""{"name": "x", "filters": [{"parameter": "a", "column": "a", "type": "text", "options": [null]}]}""", "$.filters[0].options[0]")]
    [InlineData("""{"name": "x", "refresh": {"max_age_seconds": -1}}""", "$.refresh.max_age_seconds")]
    public async Task A_bad_dashboard_is_refused_with_the_place(string json, string path)
    {
        var body = json.Replace("QUERY", await _api.NewQueryAsync(DashboardApi.Countries), StringComparison.Ordinal);

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/dashboards", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(path, (await response.JsonAsync())["error"]!["details"]!["fields"]!.AsArray().Select(field => field.At("$.path")));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/view")]
    [InlineData("POST", "/share")]
    [InlineData("GET", "/shares")]
    [InlineData("DELETE", "/shares/shr_1")]
    [InlineData("POST", "/reports")]
    [InlineData("GET", "/reports")]
    [InlineData("POST", "/snapshots")]
    [InlineData("GET", "/snapshots")]
    [InlineData("GET", "/snapshots/snap_1")]
    public async Task Another_workspaces_dashboard_is_not_there(string method, string path)
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var (_, stranger) = await shop.NewWorkspaceAsync();
        object? body = (method, path) switch { ("PATCH", _) => new { name = "Mine" }, ("POST", "/reports") => new { cron = "0 8 * * *" }, _ => null };

        foreach (var text in new[] { id, "dash_unknown", "%27", new string('d', 3_000) })
            Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(new HttpMethod(method), $"/v1/dashboards/{text}{path}", body, stranger)).StatusCode);
    }

    [Fact]
    public async Task Another_workspaces_query_cannot_be_shown()
    {
        var query = await _api.NewQueryAsync(DashboardApi.Countries);
        var (_, stranger) = await shop.NewWorkspaceAsync();

        var response = await shop.SendAsync(
            HttpMethod.Post, "/v1/dashboards", new { name = "Spy", widgets = new[] { new { type = "table", query_id = query, position = new { x = 0, y = 0, w = 1, h = 1 } } } }, stranger);

        Assert.Equal("$.widgets[0].query_id", (await response.JsonAsync()).At("$.error.details.fields[0].path"));
    }

    [Fact]
    public async Task A_viewer_sees_and_does_not_change()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var viewer = await shop.NewKeyAsync(shop.Workspace, Roles.Viewer);

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}", key: viewer)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/share", key: viewer)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await shop.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}", key: viewer)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/view", key: "")).StatusCode);
    }

    [Fact]
    public async Task Widgets_that_fail_have_their_error_and_the_others_their_data()
    {
        var gone = await _api.NewQueryAsync(DashboardApi.Countries);
        string[] queries =
        [
            await _api.NewQueryAsync(DashboardApi.Users),
            gone,
            await _api.NewQueryAsync("SELECT no_such_column FROM users"),
            await _api.NewQueryAsync("DROP TABLE users"),
            await _api.NewQueryAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"),
        ];
        var widgets = queries.Select((query, index) => new { type = "table", query_id = query, position = new { x = index, y = 0, w = 1, h = 1 } });
        var id = (await _api.CreateAsync(new { name = "Some fail", widgets })).At("$.dashboard_id")!;
        await shop.SendAsync(HttpMethod.Delete, $"/v1/queries/{gone}");

        var read = (await _api.GetAsync(id))["widgets"]!.AsArray();

        Assert.Equal("3", read[0].At("$.data.row_count"));
        Assert.Equal([null, "widget_query_missing", "query_failed", "sql_refused", "widget_timed_out"], read.Select(widget => widget.At("$.error.code")) switch { var codes => codes.Select(code => code == "query_timed_out" ? "widget_timed_out" : code) });
        Assert.All(read.Skip(1), widget => Assert.Null(widget!["data"]));
        Assert.Equal("[[3]]", await _api.RowsAsync(await _api.CreateAsync("metric", "SELECT COUNT(*) AS n FROM users")));
    }

    [Theory]
    [InlineData("/v1/dashboards", "PATCH")]
    [InlineData("/api/v1/dashboards", "PUT")]
    public async Task Who_changes_what_somebody_else_has_changed_meanwhile_is_told(string path, string method)
    {
        var key = method == "PUT" ? await _api.OtherKeyAsync(shop.Workspace) : shop.Key;
        using var created = await shop.SendAsync(HttpMethod.Post, path, new { name = "Both" }, key);
        var id = (await created.JsonAsync()) is var body ? body.At("$.data.dashboard_id") ?? body.At("$.id") : null;
        var (_, read) = await SendIfMatchAsync(HttpMethod.Get, null, null);
        Assert.Equal(created.Headers.ETag!.Tag, read);

        var (first, tag) = await SendIfMatchAsync(new HttpMethod(method), read, "First");
        var (second, _) = await SendIfMatchAsync(new HttpMethod(method), read, "Second");
        var (nonsense, _) = await SendIfMatchAsync(new HttpMethod(method), "\"x\"", "Third");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (first.Status, second.Status, nonsense.Status));
        Assert.Contains("dashboard_changed", second.Text, StringComparison.Ordinal);
        Assert.Contains("\"First\"", (await SendIfMatchAsync(HttpMethod.Get, null, null)).Answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendIfMatchAsync(new HttpMethod(method), tag, "Second")).Answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await SendIfMatchAsync(new HttpMethod(method), null, "Third")).Answer.Status);

        async Task<((HttpStatusCode Status, string Text) Answer, string? Tag)> SendIfMatchAsync(HttpMethod verb, string? ifMatch, string? name)
        {
            using var request = new HttpRequestMessage(verb, $"{path}/{id}");
            request.Headers.Authorization = new("Bearer", key);
            if (ifMatch is not null)
                request.Headers.IfMatch.Add(new(ifMatch));
            if (name is not null)
                request.Content = JsonContent.Create(new { name });
            using var response = await shop.App.Client.SendAsync(request);
            return ((response.StatusCode, await response.Content.ReadAsStringAsync()), response.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task Changes_of_different_parts_at_once_are_both_kept()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);

        for (var round = 1; round <= 10; round++)
        {
            await Task.WhenAll(
                shop.SendAsync(HttpMethod.Patch, $"/v1/dashboards/{id}", new { name = $"Name {round}" }),
                shop.SendAsync(HttpMethod.Patch, $"/v1/dashboards/{id}", new { description = $"Description {round}" }));

            var read = await _api.GetAsync(id);
            Assert.Equal(($"Name {round}", $"Description {round}"), (read.At("$.name"), read.At("$.description")));
        }
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_widget_that_was_removed()
    {
        var query = await _api.NewQueryAsync(DashboardApi.Countries);
        var widgets = Enumerable.Range(0, 2).Select(x => new { type = "table", query_id = query, position = new { x, y = 0, w = 1, h = 1 } });
        var id = (await _api.CreateAsync(new { name = "Shrinks", widgets })).At("$.dashboard_id")!;
        var read = await _api.GetAsync(id);
        var container = await shop.App.Services.GetRequiredService<PlatformStorage>().ContainerAsync("dashboards", CancellationToken.None);
        var folder = $"{shop.Workspace}/{id["dash_".Length..]}/results/";
        Assert.Equal(2, container.GetBlobs(BlobTraits.None, BlobStates.None, folder, CancellationToken.None).Count());

        var stays = read["widgets"]![1]!;
        var kept = new { widget_id = stays.At("$.widget_id"), type = "table", query_id = query, position = new { x = 0, y = 0, w = 1, h = 1 } };
        await shop.SendAsync(HttpMethod.Patch, $"/v1/dashboards/{id}", new { widgets = new[] { kept } });

        var left = Assert.Single(container.GetBlobs(BlobTraits.None, BlobStates.None, folder, CancellationToken.None));
        Assert.Contains(stays.At("$.widget_id")!["wid_".Length..], left.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_is_read_again_when_it_is_too_old_or_someone_says_so()
    {
        var kept = await _api.CreateAsync("metric", "SELECT random() AS r", refresh: new { max_age_seconds = 3600 });
        var fresh = await _api.CreateAsync("metric", "SELECT random() AS r", refresh: new { max_age_seconds = 0 });

        var first = await _api.RowsAsync(kept);

        Assert.Equal(first, await _api.RowsAsync(kept));
        var forced = await _api.RowsAsync(kept, "?refresh=true");
        Assert.NotEqual(first, forced);
        Assert.Equal(forced, await _api.RowsAsync(kept));
        Assert.NotEqual(await _api.RowsAsync(fresh), await _api.RowsAsync(fresh));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{kept}?refresh=maybe")).StatusCode);
    }

    [Fact]
    public async Task Rows_are_put_together_by_the_database()
    {
        var sums = await _api.CreateAsync("bar", "SELECT user_id, country, 1 AS one FROM orders", new { x = "country", y = new[] { "one" }, aggregate = "sum" });
        var averages = await _api.CreateAsync("line", DashboardApi.Users, new { x = "name", y = new[] { "balance" }, aggregate = "average", limit = 1 });
        var missing = await _api.CreateAsync("bar", DashboardApi.Users, new { x = "no_such", aggregate = "count" });

        Assert.Equal("""[["France",57],["Spain",33],["Italy",10]]""", await _api.RowsAsync(sums));
        Assert.Equal("""[["=Eve",0]]""", await _api.RowsAsync(averages));
        Assert.Equal("widget_column_missing", (await _api.GetAsync(missing)).At("$.widgets[0].error.code"));
    }
}
