using Fixtures;
using FunctionsPlatform.Demo;

namespace FunctionsPlatform.Tests.Dashboards;

public sealed class DemoDashboardTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [SkippableFact]
    public async Task The_demo_prints_a_link_to_a_dashboard_whose_widgets_all_have_data()
    {
        await using var app = await PlatformApp.StartAsync(new Dictionary<string, string> { ["Demo:Enabled"] = "true" });
        using var client = app.ClientWith(DemoWorkspace.AiForDatabaseKey);
        var read = (await (await client.GetAsync(new Uri($"/v1/dashboards/{DemoDashboard.Alias}", UriKind.Relative))).JsonAsync())["data"]!;
        Assert.All(read["widgets"]!.AsArray(), widget => Assert.NotEmpty(widget!["data"]!["rows"]!.AsArray()));
        var users = read["widgets"]!.AsArray().Single(widget => widget.At("$.title") == "New users, four weeks")!["data"]!["rows"]![0]![0]!.GetValue<long>();
        Assert.True(users >= ShopData.UsersThisWeek);

        await using var opened = await browser.OpenAsync(new Uri(app.Address, DemoDashboard.Address));

        Assert.Equal($"{users:N0}", await opened.Widget("New users, four weeks").Locator(".metric-value").TextContentAsync());
        foreach (var chart in new[] { "Revenue by week", "Revenue by segment", "Orders by week and region", "Top products", "Price and units sold" })
            Assert.True(await opened.Widget(chart).Locator("svg path").CountAsync() > 3, chart);
        Assert.Contains("Europe", await opened.Widget("Orders by week and region").Locator("svg text").AllTextContentsAsync());
        Assert.Contains("Espresso Machine", await opened.Widget("Top products").Locator("svg text").AllTextContentsAsync());
        Assert.True(await opened.Widget("Sales since 2022").Locator("svg path").CountAsync() > 3);
        Assert.Contains("online", await opened.Widget("Sales since 2022").Locator("svg text").AllTextContentsAsync());
        Assert.Equal(1, await opened.Widget("Sales to come").Locator("svg path[fill='#0072b2'][fill-opacity]").CountAsync());
        Assert.Contains("items", await opened.Widget("What the value of a visit goes by").Locator("svg text").AllTextContentsAsync());
        Assert.Equal(3, await opened.Widget("What a visit is worth").Locator("tbody tr").CountAsync());
        Assert.Contains("Germany", await opened.Widget("Countries").Locator("td").AllTextContentsAsync());
        Assert.Empty(opened.Complaints);
        await opened.KeepScreenshotAsync("demo");
        await opened.Page.SetViewportSizeAsync(390, 844);
        await opened.KeepScreenshotAsync("demo-phone");
    }
}
