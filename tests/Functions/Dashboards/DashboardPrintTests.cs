using System.Globalization;
using Fixtures;
using FunctionsPlatform.Tests.Api;
using Microsoft.Playwright;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>The page on paper.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class DashboardPrintTests(ShopPlatform shop, PageBrowser browser) : IClassFixture<PageBrowser>
{
    private readonly DashboardApi _api = new(shop);

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Paper_has_whole_widgets_on_white_and_no_controls(ColorScheme colors, int width)
    {
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(await NewDashboardAsync()), width, colors: colors);

        var printed = await PrintedPage.OfAsync(opened.Page);

        Assert.Equal(3, printed.Pages.Count);
        foreach (var (page, title, labels) in new[] { (0, "First bars", new[] { "alpha", "beta" }), (1, "Second bars", ["gamma", "delta"]) })
        {
            Assert.Equal([page], printed.PagesWith(title));
            Assert.All(labels, label => Assert.Equal([page], printed.PagesWith(label)));
        }

        Assert.Contains("On paper", printed.Pages[0], StringComparison.Ordinal);
        Assert.Matches(@"As of .+ \(UTC\) · Shown to: 2030-01-01", printed.Pages[0]);
        Assert.All(new[] { "Apply", "Reset", "CSV", "SVG", "Dark", "Light", "mm/dd/yyyy" }, control => Assert.Empty(printed.PagesWith(control)));
        Assert.True(printed.Whiteness > 0.9, printed.Whiteness.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("As of", (await opened.Page.Locator("footer").TextContentAsync())![..5]);
        Assert.Equal(colors == ColorScheme.Dark ? "rgb(14, 19, 27)" : "rgb(243, 245, 248)", await opened.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(opened.Complaints);
    }

    [SkippableFact]
    public async Task A_long_table_is_printed_to_its_end_with_its_head_on_each_page()
    {
        var id = await _api.CreateAsync("table", "SELECT id AS order_number, country FROM orders ORDER BY id", title: "All orders");
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(id));

        var printed = await PrintedPage.OfAsync(opened.Page);

        Assert.True(printed.Pages.Count > 3, $"{printed.Pages.Count} pages");
        Assert.Equal(Enumerable.Range(0, printed.Pages.Count), printed.PagesWith("Order number"));
        var rows = printed.Pages.SelectMany(page => page.Split('\n')).Select(line => line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, "France" or "Spain" or "Italy"]).Select(words => words[0]);
        Assert.Equal(Enumerable.Range(1, 100).Select(number => number.ToString(CultureInfo.InvariantCulture)), rows);
    }

    /// <summary>Two charts of which a page holds one each, and words.</summary>
    private async Task<string> NewDashboardAsync()
    {
        object Bars(string title, string query, int y) => new { type = "bar", title, query_id = query, position = new { x = 0, y, w = 12, h = 6 } };
        object[] widgets =
        [
            Bars("First bars", await _api.NewQueryAsync("SELECT 'alpha' AS name, 3 AS n UNION ALL SELECT 'beta', 4"), 0),
            Bars("Second bars", await _api.NewQueryAsync("SELECT 'gamma' AS name, 3 AS n UNION ALL SELECT 'delta', 4"), 6),
            new { type = "text", content = "The words at the end", position = new { x = 0, y = 12, w = 12, h = 4 } },
        ];
        object[] filters = [new { parameter = "shown", column = "created_at", type = "date", @operator = "range", label = "Shown", default_to = "2030-01-01" }];
        return (await _api.CreateAsync(new { name = "On paper", widgets, filters })).At("$.dashboard_id")!;
    }
}
