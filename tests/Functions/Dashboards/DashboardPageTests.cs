using System.Text.RegularExpressions;
using Fixtures;
using FunctionsPlatform.Tests.Api;
using Microsoft.Playwright;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>The page as a browser shows it.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class DashboardPageTests(ShopPlatform shop, PageBrowser browser) : IClassFixture<PageBrowser>
{
    private const string Attack = "<img src=x onerror=alert(1)></script><script>alert(2)</script>";

    private readonly DashboardApi _api = new(shop);

    [SkippableFact]
    public async Task The_page_says_what_the_data_is()
    {
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(await NewDashboardAsync()));
        var page = opened.Page;

        Assert.Equal("Sales", await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).TextContentAsync());
        Assert.Equal("€1,234", await opened.Widget("Revenue").Locator(".metric-value").TextContentAsync());
        Assert.Equal("▲ +23.4% from €1,000", await opened.Widget("Revenue").Locator(".metric-change").TextContentAsync());
        Assert.Equal(0, await opened.Widget("Plain").Locator(".metric-change").CountAsync());
        var bars = opened.Widget("Orders by country");
        Assert.Equal(["France", "Spain", "Italy"], (await bars.Locator("svg text").AllTextContentsAsync()).Where(text => text is "France" or "Spain" or "Italy"));
        Assert.Equal(3, await bars.Locator("svg path[fill='#0072b2']").CountAsync());
        Assert.Contains((await bars.Locator("svg text").AllTextContentsAsync()), text => text == "60");
        Assert.Contains("Jan", string.Concat(await opened.Widget("Balance by day").Locator("svg text").AllTextContentsAsync()), StringComparison.Ordinal);
        Assert.Equal(["Name", "Balance", "Created at"], await opened.Widget("Users").Locator("thead th").AllTextContentsAsync());
        Assert.Equal(["Ada", "12.5", "Jan 5, 2026, 10:00"], await opened.Widget("Users").Locator("tbody tr").First.Locator("td").AllTextContentsAsync());
        Assert.Equal("No rows", await opened.Widget("Nothing").Locator(".message").TextContentAsync());
        Assert.Equal("This widget could not be readThose who work on this dashboard can see why.", await opened.Widget("Broken").GetByRole(AriaRole.Alert).TextContentAsync());
        Assert.Contains("no column 'absent'", await opened.Widget("Misnamed").GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(["First", "Second"], await page.Locator(".words li").AllTextContentsAsync());
        Assert.Matches(@"^As of .+ \(UTC\) · data read just now$", await page.Locator("footer").TextContentAsync());
        AssertIsWithinTheApp(opened);
        await opened.KeepScreenshotAsync("dashboard");
    }

    [SkippableFact]
    public async Task Charts_have_words_and_tables_for_those_who_cannot_see_them_and_need_no_mouse()
    {
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(await NewDashboardAsync()));
        var bars = opened.Widget("Orders by country");

        Assert.Contains("France has the highest orders (57)", await bars.GetByRole(AriaRole.Img).GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        var toggle = bars.GetByRole(AriaRole.Button, new() { Name = "Show Orders by country as a table" });
        await toggle.FocusAsync();
        await opened.Page.Keyboard.PressAsync("Enter");

        Assert.Equal("true", await toggle.GetAttributeAsync("aria-pressed"));
        Assert.Equal(["France", "57"], await bars.GetByRole(AriaRole.Table).Locator("tbody tr").First.Locator("td").AllTextContentsAsync());
        Assert.False(await bars.Locator(".drawing").IsVisibleAsync());
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.True(await bars.Locator("svg").IsVisibleAsync());
        foreach (var button in await opened.Page.Locator(".tool").AllAsync())
            Assert.NotEmpty((await button.GetAttributeAsync("aria-label"))!);
    }

    [SkippableFact]
    public async Task Each_widget_can_be_taken_away_as_csv_and_svg()
    {
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(await NewDashboardAsync()));

        var csv = await opened.DownloadAsync(opened.Widget("Users").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("CSV") }));
        var svg = await opened.DownloadAsync(opened.Widget("Orders by country").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("SVG") }));

        Assert.StartsWith("name,balance,created_at\r\nAda,12.5,2026-01-05T10:00:00\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("\r\n'=Eve,0,", csv, StringComparison.Ordinal);
        var drawing = System.Xml.Linq.XDocument.Parse(svg);
        Assert.Contains(drawing.Descendants(), text => text.Value == "Orders by country");
        Assert.Contains(drawing.Descendants(), text => text.Value == "France");
    }

    [SkippableFact]
    public async Task It_is_dark_where_the_system_is_and_where_somebody_says_so()
    {
        var link = await _api.ShareAsync(await NewDashboardAsync());
        await using var dark = await browser.OpenAsync(link, colors: ColorScheme.Dark);
        await using var light = await browser.OpenAsync(link);
        const string background = "getComputedStyle(document.body).backgroundColor";

        Assert.Equal("rgb(14, 19, 27)", await dark.Page.EvaluateAsync<string>(background));
        Assert.True(await dark.Widget("Orders by country").Locator("svg path[fill='#5ab4f0']").CountAsync() == 3);
        Assert.Equal("rgb(243, 245, 248)", await light.Page.EvaluateAsync<string>(background));
        await dark.KeepScreenshotAsync("dashboard-dark");

        await light.Page.GetByRole(AriaRole.Button, new() { Name = "Dark appearance" }).ClickAsync();
        Assert.Equal("rgb(14, 19, 27)", await light.Page.EvaluateAsync<string>(background));
        await light.Page.ReloadAsync();
        Assert.Equal("rgb(14, 19, 27)", await light.Page.EvaluateAsync<string>(background));
        Assert.Empty(light.Complaints);
    }

    [SkippableFact]
    public async Task A_phone_shows_one_widget_under_the_other()
    {
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(await NewDashboardAsync()), 390, 844);

        Assert.Equal(390, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var bars = (await opened.Widget("Orders by country").BoundingBoxAsync())!;
        var lines = (await opened.Widget("Balance by day").BoundingBoxAsync())!;
        Assert.Equal((bars.X, bars.Width), (lines.X, lines.Width));
        Assert.True(lines.Y >= bars.Y + bars.Height);
        Assert.True(await opened.Widget("Orders by country").Locator("svg").IsVisibleAsync());
        await opened.KeepScreenshotAsync("dashboard-phone");
    }

    [SkippableFact]
    public async Task Names_and_cells_are_text_whatever_they_hold()
    {
        var query = await _api.NewQueryAsync($"SELECT '{Attack}' AS \"{Attack}\", 1 AS n", Attack);
        var widgets = new object[]
        {
            new { type = "table", query_id = query, position = new { x = 0, y = 0, w = 6, h = 4 } },
            new { type = "bar", query_id = query, title = Attack, description = Attack, position = new { x = 6, y = 0, w = 6, h = 4 } },
            new { type = "pie", query_id = query, title = "Pie", position = new { x = 0, y = 4, w = 6, h = 4 } },
            new { type = "text", content = Attack, position = new { x = 6, y = 4, w = 6, h = 4 } },
        };
        var filters = new[] { new { parameter = "value", column = "n", type = "text", label = Attack } };
        var id = (await _api.CreateAsync(new { name = Attack, description = Attack, widgets, filters })).At("$.dashboard_id")!;
        var link = await _api.ShareAsync(id);
        await using var opened = await browser.OpenAsync(link);
        opened.Page.Dialog += (_, dialog) => opened.Complaints.Add($"dialog: {dialog.Message}");

        Assert.Equal(Attack, await opened.Page.TitleAsync());
        Assert.Equal(Attack, await opened.Page.Locator("tbody td").First.TextContentAsync());
        Assert.Equal(Attack, await opened.Page.Locator(".words").TextContentAsync());
        await opened.Page.Locator(".widget.bar .drawing").HoverAsync();
        Assert.Equal(0, await opened.Page.Locator("main img, header img").CountAsync());
        AssertIsWithinTheApp(opened);

        await opened.Page.Locator("#filter-value").FillAsync("\"><script>alert(3)</script>");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await opened.Page.Locator("html[data-ready=true]").WaitForAsync();
        Assert.Equal("\"><script>alert(3)</script>", await opened.Page.Locator("#filter-value").InputValueAsync());
        AssertIsWithinTheApp(opened);
    }

    [SkippableFact]
    public async Task Filters_are_set_on_the_page()
    {
        object[] filters = [new { parameter = "country", column = "country", type = "text", label = "Country", options = new[] { "Italy", "Spain" } }];
        var id = await _api.CreateAsync("table", DashboardApi.Countries, filters: filters, title: "Countries");
        await using var opened = await browser.OpenAsync(await _api.ShareAsync(id));
        Assert.Equal(3, await opened.Widget("Countries").Locator("tbody tr").CountAsync());

        await opened.Page.GetByLabel("Country").SelectOptionAsync("Spain");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await opened.Page.WaitForURLAsync(new Regex(@"\?country=Spain$"));
        await opened.Page.Locator("html[data-ready=true]").WaitForAsync();

        Assert.Equal(["Spain", "33"], await opened.Widget("Countries").Locator("tbody td").AllTextContentsAsync());
        Assert.Equal("Spain", await opened.Page.GetByLabel("Country").InputValueAsync());
        await opened.Page.GetByRole(AriaRole.Link, new() { Name = "Reset" }).ClickAsync();
        await opened.Page.Locator("html[data-ready=true]").WaitForAsync();
        Assert.Equal(3, await opened.Widget("Countries").Locator("tbody tr").CountAsync());
    }

    [SkippableFact]
    public async Task A_snapshot_is_a_page_of_its_own()
    {
        var id = await NewDashboardAsync();
        var made = await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/snapshots")).JsonAsync();
        var html = await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/snapshots/{made.At("$.data.snapshot_id")}")).Content.ReadAsStringAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("snapshot-").FullName, "snapshot.html");
        await File.WriteAllTextAsync(file, html);

        await using var opened = await browser.OpenAsync(new Uri(file));

        Assert.Equal(3, await opened.Widget("Orders by country").Locator("svg path[fill='#0072b2']").CountAsync());
        Assert.StartsWith("Snapshot of ", await opened.Page.Locator("footer").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
        Assert.All(opened.Requests, request => Assert.Contains(request.Scheme, new[] { "file", "data" }));
    }

    private void AssertIsWithinTheApp(OpenedPage opened)
    {
        Assert.Empty(opened.Complaints);
        Assert.All(opened.Requests.Where(request => request.Scheme != "data"), request => Assert.Equal(shop.App.Address.Port, request.Port));
    }

    [SkippableFact]
    public async Task A_snapshot_tells_what_its_filters_were_set_to()
    {
        object[] filters = [new { parameter = "day", column = "created_at", type = "date", @operator = "range", label = "Days", default_to = "2026-01-06" }];
        var id = await _api.CreateAsync("table", DashboardApi.Users, filters: filters);
        var made = await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/snapshots")).JsonAsync();
        var html = await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/snapshots/{made.At("$.data.snapshot_id")}")).Content.ReadAsStringAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("snapshot-").FullName, "snapshot.html");
        await File.WriteAllTextAsync(file, html);

        await using var opened = await browser.OpenAsync(new Uri(file));

        Assert.EndsWith(" · Days to: 2026-01-06", await opened.Page.Locator("footer").TextContentAsync(), StringComparison.Ordinal);
    }

    private async Task<string> NewDashboardAsync()
    {
        (string Type, string Title, string Sql, object? Display, int X, int Y, int W, int H)[] widgets =
        [
            ("metric", "Revenue", "SELECT 1234.4 AS revenue, 1000 AS before", new { y = new[] { "revenue" }, comparison = "before", format = "currency", unit = "EUR" }, 0, 0, 3, 2),
            ("metric", "Plain", "SELECT COUNT(*) AS n FROM users", null, 3, 0, 3, 2),
            ("metric", "Broken", "SELECT no_such_column FROM users", null, 6, 0, 3, 2),
            ("bar", "Nothing", "SELECT country, user_id FROM orders WHERE 1 = 0", null, 9, 0, 3, 2),
            ("bar", "Orders by country", DashboardApi.Countries, null, 0, 2, 6, 5),
            ("line", "Balance by day", DashboardApi.Users, new { x = "created_at", y = new[] { "balance" } }, 6, 2, 6, 5),
            ("table", "Users", DashboardApi.Users, null, 0, 7, 6, 4),
            ("pie", "Share", DashboardApi.Countries, null, 6, 7, 3, 4),
            ("bar", "Misnamed", DashboardApi.Countries, new { x = "absent" }, 9, 7, 3, 4),
        ];
        var made = new List<object>();
        foreach (var (type, title, sql, display, x, y, w, h) in widgets)
            made.Add(new { type, title, query_id = await _api.NewQueryAsync(sql), display = display ?? new { }, position = new { x, y, w, h } });
        made.Add(new { type = "text", content = "# About\nAll of it.\n- First\n- Second", position = new { x = 0, y = 11, w = 12, h = 2 } });
        return (await _api.CreateAsync(new { name = "Sales", description = "Of the small shop", widgets = made })).At("$.dashboard_id")!;
    }
}
