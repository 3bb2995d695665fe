using System.Net;
using Fixtures;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Dashboards;

[Collection(nameof(ShopPlatform))]
public sealed class ShareTests(ShopPlatform shop)
{
    private readonly DashboardApi _api = new(shop);

    [Fact]
    public async Task A_link_is_exchanged_for_a_cookie_that_opens_the_page()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var link = await _api.ShareAsync(id);

        var first = await shop.SendAsync(HttpMethod.Get, link.PathAndQuery, key: "");

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        var cookie = first.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"path={link.AbsolutePath}", cookie, StringComparison.Ordinal);
        Assert.Equal(link.AbsolutePath, first.Headers.Location!.ToString());
        Assert.DoesNotContain(shop.Key, link.ToString(), StringComparison.Ordinal);
        using var page = await OpenAsync(link.AbsolutePath, cookie);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("France", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_database_said_is_told_to_those_with_a_credential_alone()
    {
        var id = await _api.CreateAsync("table", "SELECT no_such_column FROM users");
        var link = await _api.ShareAsync(id);
        var cookie = (await shop.SendAsync(HttpMethod.Get, link.PathAndQuery, key: "")).Headers.GetValues("Set-Cookie").Single();
        var snapshot = (await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/snapshots")).JsonAsync()).At("$.data.snapshot_id");

        using var shared = await OpenAsync(link.AbsolutePath, cookie);
        using var own = await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/view");
        using var taken = await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/snapshots/{snapshot}");

        Assert.Contains("no_such_column", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("no_such_column", await shared.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("no_such_column", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_link_opens_nothing_any_more()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var made = (await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/share", new { expires_in_hours = 1, name = "Board" })).JsonAsync())["data"];
        var link = new Uri(made.At("$.url")!);
        var cookie = (await shop.SendAsync(HttpMethod.Get, link.PathAndQuery, key: "")).Headers.GetValues("Set-Cookie").Single();
        Assert.Equal("Board", (await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/shares")).JsonAsync()).At("$.data[0].name"));

        var withdrawn = await shop.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}/shares/{made.At("$.share_id")}");

        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Get, link.PathAndQuery, key: "")).StatusCode);
        using var page = await OpenAsync(link.AbsolutePath, cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.DoesNotContain("France", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}/shares/{made.At("$.share_id")}")).StatusCode);
        Assert.Empty((await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/shares")).JsonAsync())["data"]!.AsArray());
    }

    [Fact]
    public async Task An_expired_link_opens_nothing()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var past = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(8));
        var services = shop.App.Services;
        var shares = new DashboardShares(services.GetRequiredService<PlatformStorage>(), services.GetRequiredService<Ids>(), past);
        var key = Guid.ParseExact(id["dash_".Length..], "N");
        var dashboard = (await services.GetRequiredService<FunctionsPlatform.Dashboards.Dashboards>().GetAsync(shop.Workspace, key, CancellationToken.None)).Value;
        var made = (await shares.CreateAsync(dashboard, TimeSpan.FromDays(7), null, CancellationToken.None)).Value;

        var response = await shop.SendAsync(HttpMethod.Get, $"/shared/dashboards/{key:N}?token={made.Token}", key: "");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("expired", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opens_its_own_dashboard_alone()
    {
        var link = await _api.ShareAsync(await _api.CreateAsync("table", DashboardApi.Countries));
        var other = (await _api.CreateAsync("table", DashboardApi.Users))["dash_".Length..];
        var token = link.Query["?token=".Length..];

        foreach (var path in new[] { $"{other}?token={token}", $"{other}", $"nonsense?token={token}", $"{link.Segments[^1]}?token={token}x", $"{link.Segments[^1]}?token=", $"{link.Segments[^1]}?token=a.b" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Get, $"/shared/dashboards/{path}", key: "")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Get, "/v1/dashboards", key: token)).StatusCode);
    }

    [Fact]
    public async Task A_link_ends_with_its_dashboard()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var link = await _api.ShareAsync(id);

        await shop.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.SendAsync(HttpMethod.Get, link.PathAndQuery, key: "")).StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task A_link_lives_an_hour_to_a_year(int hours)
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/share", new { expires_in_hours = hours })).StatusCode);
    }

    private async Task<HttpResponseMessage> OpenAsync(string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        return await shop.App.Client.SendAsync(request);
    }
}
