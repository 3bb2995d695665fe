using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Http;

public static class RoutedFunctions
{
    [Function("Health")]
    public static IResult Health(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/health")] HttpRequest request) =>
        Said("health", request);

    [Function("KeySet")]
    public static IResult KeySet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/jwks.json")] HttpRequest request) =>
        Said("keys", request);

    [Function("QueriesList")]
    public static IResult List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries")] HttpRequest request) =>
        Said("list", request);

    [Function("QueriesAsk")]
    public static IResult Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/queries")] HttpRequest request) =>
        Said("ask", request);

    [Function("QueriesGet")]
    public static IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/{id}")] HttpRequest request, string id) =>
        Said($"get {id}", request);

    [Function("QueriesDelete")]
    public static IResult Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/queries/{key}")] HttpRequest request, string key) =>
        Said($"delete {key}", request);

    [Function("QueriesExport")]
    public static IResult Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/export")] HttpRequest request) =>
        Said("export", request);

    [Function("NamedAfterGet")]
    public static IResult First(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/late/{id}")] HttpRequest request, string id) =>
        Said($"parameter {id}", request);

    [Function("ZLiteral")]
    public static IResult Last(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/late/literal")] HttpRequest request) =>
        Said("literal", request);

    [Function("Number")]
    public static IResult Number(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{id:int}")] HttpRequest request, int id) =>
        Said($"int {id}", request);

    [Function("Unique")]
    public static IResult Unique(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{id:guid}")] HttpRequest request, Guid id) =>
        Said($"guid {id}", request);

    [Function("Optional")]
    public static IResult Optional(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{name?}")] HttpRequest request, string? name) =>
        Said($"optional {name ?? "none"}", request);

    [Function("Extension")]
    public static IResult Extension(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{name}.{extension}")] HttpRequest request,
        string name,
        string extension) =>
        Said($"file {name} {extension}", request);

    [Function("AnyVerb")]
    public static IResult AnyVerb([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => Said("any", request);

    [Function("UpperVerbs")]
    public static IResult Up([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", "OPTIONS", Route = "up")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["X-Up"] = "yes";
        return Said("up", request);
    }

    private static ContentHttpResult Said(string what, HttpRequest request) => TypedResults.Text($"{what} {request.Method}");
}

public sealed class RoutingTests
{
    [Theory]
    [InlineData("GET", "/v1/health", "health GET")]
    [InlineData("GET", "/.well-known/jwks.json", "keys GET")]
    [InlineData("GET", "/v1/queries", "list GET")]
    [InlineData("POST", "/v1/queries", "ask POST")]
    [InlineData("GET", "/v1/queries/77", "get 77 GET")]
    [InlineData("DELETE", "/v1/queries/77", "delete 77 DELETE")]
    [InlineData("GET", "/V1/Queries/Ab", "get Ab GET")]
    [InlineData("GET", "/v1/health/", "health GET")]
    [InlineData("GET", "/v1/queries/77/", "get 77 GET")]
    [InlineData("GET", "/x/5", "int 5 GET")]
    [InlineData("GET", "/x/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "guid 3f2504e0-4f89-11d3-9a0c-0305e82c3301 GET")]
    [InlineData("GET", "/optional", "optional none GET")]
    [InlineData("GET", "/optional/here", "optional here GET")]
    [InlineData("GET", "/files/report.csv", "file report csv GET")]
    [InlineData("PATCH", "/any", "any PATCH")]
    [InlineData("OPTIONS", "/up", "up OPTIONS")]
    public async Task A_request_gets_the_function_of_its_path_and_verb(string verb, string path, string answer) =>
        Assert.Equal((HttpStatusCode.OK, answer), await AskAsync(verb, path));

    [Theory]
    [InlineData("/v1/queries/export", "export GET")]
    [InlineData("/v1/late/literal", "parameter literal GET")]
    public async Task Of_two_routes_that_match_the_function_whose_name_sorts_first_is_taken(string path, string answer) =>
        Assert.Equal((HttpStatusCode.OK, answer), await AskAsync("GET", path));

    [Theory]
    [InlineData("PUT", "/v1/queries")]
    [InlineData("GET", "/x/neither")]
    [InlineData("GET", "//up")]
    [InlineData("GET", "/v1//health")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v1/queries/77/more")]
    [InlineData("HEAD", "/v1/health")]
    [InlineData("OPTIONS", "/v1/health")]
    public async Task What_no_route_lists_is_an_empty_404(string verb, string path) =>
        Assert.Equal((HttpStatusCode.NotFound, ""), await AskAsync(verb, path));

    [Theory]
    [InlineData("a%2Fb", "a%2Fb")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%20b", "a b")]
    [InlineData("%C3%A9", "é")]
    [InlineData("a+b", "a+b")]
    [InlineData("a:b", "a:b")]
    public async Task A_route_value_is_decoded_except_for_its_slashes(string escaped, string value) =>
        Assert.Equal((HttpStatusCode.OK, $"get {value} GET"), await AskAsync("GET", $"/v1/queries/{escaped}"));

    [Fact]
    public async Task Head_gives_the_headers_without_a_body()
    {
        await using var app = await TestApp.StartAsync(typeof(RoutedFunctions));

        var response = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/up"));

        Assert.Equal(["yes"], response.Headers.GetValues("X-Up"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_prefix_of_host_json_stands_before_every_route()
    {
        await using var app = await TestApp.StartAsync(
            _ => { }, ["--AzureFunctionsJobHost:extensions:http:routePrefix=api"], typeof(RoutedFunctions));

        Assert.Equal("health GET", await app.Client.GetStringAsync("/api/v1/health"));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/v1/health")).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(string verb, string path)
    {
        await using var app = await TestApp.StartAsync(typeof(RoutedFunctions));
        var address = new Uri($"http://{app.Client.BaseAddress!.Authority}{path}");
        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(verb), address));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
