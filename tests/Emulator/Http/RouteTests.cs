using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Http;

public static class RouteFunctions
{
    [Function("Health")]
    public static IActionResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/health")] HttpRequest request) =>
        new OkObjectResult(new { Status = "ok", request.Path });

    [Function("QueriesGet")]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/{id}")] HttpRequest request, string id) =>
        TypedResults.Text($"get {id} {request.RouteValues["id"]}");

    [Function("QueriesDelete")]
    public static IResult Delete([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/queries/{key}")] HttpRequest request, string key) =>
        TypedResults.Text($"delete {key} {request.Method}");
}

public sealed class RouteTests
{
    [Fact]
    public async Task Each_verb_of_a_path_gets_its_function()
    {
        await using var app = await TestApp.StartAsync(typeof(RouteFunctions));

        Assert.Equal("get Ab Ab", await app.Client.GetStringAsync("/V1/Queries/Ab"));
        var deleted = await app.Client.DeleteAsync("/v1/queries/77/");
        Assert.Equal("delete 77 DELETE", await deleted.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.PutAsync("/v1/queries/77", null)).StatusCode);
        Assert.Equal("""{"status":"ok","path":{"value":"/v1/health","hasValue":true}}""", await app.Client.GetStringAsync("/v1/health"));
    }
}
