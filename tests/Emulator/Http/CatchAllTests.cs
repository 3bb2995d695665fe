using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Http;

public static class CatchAllFunctions
{
    [Function("ZZCatchAll")]
    public static IResult CatchAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", "patch", "post", "head", Route = "{*path}")] HttpRequest request,
        string? path) =>
        TypedResults.Text($"all '{path}' {request.RouteValues.Count}");
}

public static class EarlyCatchAllFunctions
{
    [Function("CatchAll")]
    public static IResult CatchAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) =>
        TypedResults.Text($"early '{path}' {request.Method}");
}

public sealed class CatchAllTests
{
    [Theory]
    [InlineData("GET", "/v1/health", "health GET")]
    [InlineData("GET", "/nothing/here", "all 'nothing/here' 0")]
    [InlineData("PUT", "/v1/queries", "all 'v1/queries' 0")]
    [InlineData("PATCH", "/v1/queries/77", "all 'v1/queries/77' 0")]
    [InlineData("GET", "/x/neither", "all 'x/neither' 0")]
    [InlineData("GET", "/", "all '' 0")]
    [InlineData("GET", "/favicon.ico", "all 'favicon.ico' 0")]
    [InlineData("GET", "/robots933456.txt", "all 'robots933456.txt' 0")]
    [InlineData("GET", "/admin", "all 'admin' 0")]
    [InlineData("GET", "/admin/foo", "all 'admin/foo' 0")]
    [InlineData("GET", "/runtime", "all 'runtime' 0")]
    public async Task A_catch_all_that_sorts_last_gets_what_no_other_route_takes(string verb, string path, string answer)
    {
        await using var app = await TestApp.StartAsync(typeof(RoutedFunctions), typeof(CatchAllFunctions));

        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path));

        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_catch_all_that_sorts_first_takes_everything_but_what_sorts_before_it()
    {
        await using var app = await TestApp.StartAsync(typeof(RoutedFunctions), typeof(EarlyCatchAllFunctions));

        Assert.Equal("early 'v1/health' GET", await app.Client.GetStringAsync("/v1/health"));
        Assert.Equal("any GET", await app.Client.GetStringAsync("/any"));
    }

    [Theory]
    [InlineData("TRACE", "/v1/health", HttpStatusCode.NotFound)]
    [InlineData("PROPFIND", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "//up", HttpStatusCode.NotFound)]
    [InlineData("GET", "/admin/host/status", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/admin/functions/Health", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/runtime/webhooks/x", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/admin/host/ping", HttpStatusCode.OK)]
    public async Task Some_requests_reach_no_catch_all(string verb, string path, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(typeof(RoutedFunctions), typeof(CatchAllFunctions));

        var response = await RawHttp.SendAsync(app.Client.BaseAddress!, $"{verb} {path} HTTP/1.1", "Host: here", "Connection: close");

        Assert.StartsWith($"HTTP/1.1 {(int)status} ", response, StringComparison.Ordinal);
        Assert.DoesNotContain("all '", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_disabled_by_a_setting_is_not_there()
    {
        await using var app = await TestApp.StartAsync(_ => { }, ["--AzureWebJobs.ZZCatchAll.Disabled=true"], typeof(CatchAllFunctions));

        var response = await app.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.NotFound, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }
}
