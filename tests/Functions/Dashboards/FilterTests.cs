using System.Net;
using Fixtures;
using FunctionsPlatform.Tests.Api;

namespace FunctionsPlatform.Tests.Dashboards;

[Collection(nameof(ShopPlatform))]
public sealed class FilterTests(ShopPlatform shop)
{
    private readonly DashboardApi _api = new(shop);

    [Fact]
    public async Task A_filter_applies_to_every_widget_that_has_its_column()
    {
        var widgets = new[] { DashboardApi.Countries, "SELECT country, user_id FROM orders", DashboardApi.Users }.Select(async (sql, index) => new
        {
            type = "table",
            query_id = await _api.NewQueryAsync(sql),
            position = new { x = index * 4, y = 0, w = 4, h = 4 },
        });
        var filters = new[] { new { parameter = "country", column = "Country", type = "text" } };
        var id = (await _api.CreateAsync(new { name = "Filtered", widgets = await Task.WhenAll(widgets), filters })).At("$.dashboard_id")!;

        var spain = (await _api.GetAsync(id, "?country=Spain"))["widgets"]!;

        Assert.Equal("""[["Spain",33]]""", spain[0]!["data"]!["rows"]!.ToJsonString());
        Assert.Equal("33", spain[1].At("$.data.row_count"));
        Assert.Equal("3", spain[2].At("$.data.row_count"));
        Assert.Equal(["""["country"]""", """["country"]""", "[]"], spain.AsArray().Select(widget => widget!["filters"]!.ToJsonString()));
        Assert.Equal("3", (await _api.GetAsync(id)).At("$.widgets[0].data.row_count"));
    }

    [Fact]
    public async Task A_range_of_days_holds_all_hours_of_its_last()
    {
        object[] filters = [new { parameter = "period", column = "created_at", type = "date", @operator = "range", default_from = "2026-01-06" }];
        var id = await _api.CreateAsync("table", DashboardApi.Users, filters: filters);

        Assert.Equal("2", (await _api.GetAsync(id)).At("$.widgets[0].data.row_count"));
        Assert.Contains("Ben", Assert.Single((await _api.GetAsync(id, "?period_to=2026-01-06"))["widgets"]![0]!["data"]!["rows"]!.AsArray())!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("3", (await _api.GetAsync(id, "?period_from=")).At("$.widgets[0].data.row_count"));
    }

    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("'; DROP TABLE users; --")]
    [InlineData("\\' OR 1=1 --")]
    [InlineData("') UNION SELECT email, 1 FROM users --")]
    [InlineData("/* */")]
    [InlineData("%00")]
    [InlineData("$1 ? :p @p {0}")]
    [InlineData("Ünï—💥")]
    public async Task A_hostile_value_is_a_value(string value)
    {
        object[] filters = [new { parameter = "country", column = "country", type = "text" }];
        var id = await _api.CreateAsync("table", DashboardApi.Countries, filters: filters);

        Assert.Equal("[]", await _api.RowsAsync(id, $"?country={Uri.EscapeDataString(value)}"));
        Assert.Equal("[[3]]", await _api.RowsAsync(await _api.CreateAsync("metric", "SELECT COUNT(*) AS n FROM users")));
    }

    [Theory]
    [InlineData("number", "1 OR 1=1")]
    [InlineData("number", "1e400")]
    [InlineData("number", "NaN")]
    [InlineData("date", "2026-02-30")]
    [InlineData("date", "2026-01-01' OR ''='")]
    [InlineData("date", "9999-12-31")]
    [InlineData("text", "a\nb")]
    public async Task A_value_of_another_type_is_refused(string type, string value)
    {
        object[] filters = [new { parameter = "value", column = "country", type }];
        var id = await _api.CreateAsync("table", DashboardApi.Countries, filters: filters);

        var response = await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}?value={Uri.EscapeDataString(value)}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var details = (await response.JsonAsync())["error"]!["details"];
        Assert.Equal(("filter_value_invalid", "value"), (details.At("$.reason"), details.At("$.fields[0].path")));
    }

    [Fact]
    public async Task Only_an_option_is_taken_and_only_one_value()
    {
        object[] filters = [new { parameter = "country", column = "country", type = "text", options = new[] { "Spain", "Italy" } }];
        var id = await _api.CreateAsync("table", DashboardApi.Countries, filters: filters);

        Assert.Equal("""[["Italy",10]]""", await _api.RowsAsync(id, "?country=Italy"));
        foreach (var query in new[] { "?country=France", "?country=Italy&country=Spain" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}{query}")).StatusCode);
    }
}
