using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Http;

public static class KeyedFunctions
{
    [Function("Keyed")]
    public static IResult Keyed(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) =>
        TypedResults.Text(request.Method);

    [Function("KeyedByDefault")]
    public static IResult KeyedByDefault(
        [HttpTrigger("get", Route = "keyed-by-default")] HttpRequest request) =>
        TypedResults.Text(request.Method);
}

public sealed class AuthorizationLevelTests
{
    [Theory]
    [InlineData("/keyed", HttpStatusCode.Unauthorized)]
    [InlineData("/keyed-by-default", HttpStatusCode.Unauthorized)]
    [InlineData("/keyed?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/keyed?code=right", HttpStatusCode.OK)]
    public async Task A_function_that_is_not_anonymous_asks_for_the_key(string path, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(_ => { }, ["--Emulator:FunctionKey=right"], typeof(KeyedFunctions));

        Assert.Equal(status, (await app.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_key_may_come_in_a_header()
    {
        await using var app = await TestApp.StartAsync(_ => { }, ["--Emulator:FunctionKey=right"], typeof(KeyedFunctions));

        app.Client.DefaultRequestHeaders.Add("x-functions-key", "right");

        Assert.Equal("GET", await app.Client.GetStringAsync("/keyed"));
    }

    [Fact]
    public async Task Without_a_key_in_the_settings_nobody_gets_in()
    {
        await using var app = await TestApp.StartAsync(typeof(KeyedFunctions));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.GetAsync("/keyed?code=")).StatusCode);
    }
}
