using System.Net;
using System.Reflection;
using Emulator.Tests.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Emulator.Tests.Hosting;

[AttributeUsage(AttributeTargets.Method)]
public sealed class ReturnsAttribute<T>(int status) : Attribute
{
    public int Status { get; } = status;

    public Type Type { get; } = typeof(T);
}

public static class MiddlewareFunctions
{
    [Function("Inspected")]
    [Returns<Order>(200)]
    public static IActionResult Inspected(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "inspected/{id}")] HttpRequest request, FunctionContext context)
    {
        context.Items.TryGetValue("set", out var set);
        return new OkObjectResult($"{request.HttpContext.Items["set"]} {set} {request.HttpContext == context.GetHttpContext()}");
    }

    [Function("InspectedBody")]
    public static IResult InspectedBody(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "inspected-body")] HttpRequest request, [FromBody] Order order) =>
        TypedResults.Text($"{order.Sku} {request.Method}");

    [Function("InspectedTimer")]
    public static void InspectedTimer(
        [TimerTrigger("0 0 3 * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context) =>
        context.Items["ran"] = timer;
}

public sealed class Greeting(string text)
{
    public string Text { get; } = text;
}

public sealed class GreetingMiddleware(Greeting greeting) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        context.GetHttpContext()?.Response.Headers.Append("X-Greeting", greeting.Text);
        await next(context);
    }
}

public sealed class MiddlewareTests
{
    [Fact]
    public async Task What_middleware_sets_is_read_in_the_function()
    {
        await using var app = await StartAsync(async (context, next) =>
        {
            context.GetHttpContext()!.Items["set"] = "http";
            context.Items["set"] = "context";
            await next();
        });

        Assert.Equal("http context True", await app.Client.GetStringAsync("/inspected/1"));
    }

    [Fact]
    public async Task Middleware_runs_in_order_with_its_services()
    {
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(new Greeting("hello"));
                builder.UseMiddleware<GreetingMiddleware>();
                builder.UseMiddleware(async (context, next) =>
                {
                    context.GetHttpContext()!.Response.Headers.Append("X-Greeting", "second");
                    await next();
                });
                builder.UseWhen<GreetingMiddleware>(context => context.FunctionDefinition.Name == "Other");
            },
            [],
            typeof(RoutedFunctions));

        var response = await app.Client.GetAsync("/up");

        Assert.Equal(["hello", "second"], response.Headers.GetValues("X-Greeting"));
    }

    [Fact]
    public async Task A_function_that_no_request_started_has_no_http_context()
    {
        var seen = new TaskCompletionSource<(string Name, string Type, HttpContext? Http)>();
        await using var app = await StartAsync(async (context, next) =>
        {
            await next();
            var function = context.FunctionDefinition;
            seen.SetResult((function.Name, function.InputBindings["timer"].Type, context.GetHttpContext()));
        });

        Assert.Equal(("InspectedTimer", "timerTrigger", null), await seen.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("write", HttpStatusCode.Accepted, "written")]
    [InlineData("status", HttpStatusCode.Conflict, "")]
    [InlineData("result", HttpStatusCode.UnprocessableEntity, "refused")]
    public async Task Middleware_may_answer_in_place_of_the_function(string how, HttpStatusCode status, string body)
    {
        await using var app = await StartAsync(async (context, _) =>
        {
            if (context.GetHttpContext() is not { Response: var response })
                return;
            if (how == "result")
            {
                context.GetInvocationResult().Value = new UnprocessableEntityObjectResult("refused");
            }
            else
            {
                response.StatusCode = how == "write" ? 202 : 409;
                if (how == "write")
                    await response.WriteAsync("written");
            }
        });

        var answer = await app.Client.GetAsync("/inspected/1");

        Assert.Equal((status, body), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task After_next_the_result_is_not_written_yet_and_may_be_replaced()
    {
        (bool Started, object? Value) seen = default;
        await using var app = await StartAsync(async (context, next) =>
        {
            context.GetHttpContext()?.Response.OnStarting(() =>
            {
                context.GetHttpContext()!.Response.Headers["X-Starting"] = "yes";
                return Task.CompletedTask;
            });
            await next();
            if (context.GetHttpContext() is not { } http)
                return;
            seen = (http.Response.HasStarted, context.GetInvocationResult().Value);
            context.GetInvocationResult<object>().Value = new StatusCodeResult(418);
        });

        var response = await app.Client.GetAsync("/inspected/1");

        Assert.False(seen.Started);
        Assert.IsType<OkObjectResult>(seen.Value);
        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal(["yes"], response.Headers.GetValues("X-Starting"));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_an_exception_that_middleware_may_answer()
    {
        await using var app = await StartAsync(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException)
            {
                context.GetHttpContext()!.Response.StatusCode = 400;
                await context.GetHttpContext()!.Response.WriteAsync("no JSON");
            }
        });

        var response = await app.Client.PostAsync("/inspected-body", new StringContent("{", null, "application/json"));

        Assert.Equal((HttpStatusCode.BadRequest, "no JSON"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task An_exception_after_next_is_an_empty_500_with_the_headers_set_before()
    {
        await using var app = await StartAsync(async (context, next) =>
        {
            context.GetHttpContext()?.Response.Headers.Append("X-Before", "kept");
            await next();
            throw new InvalidOperationException("on purpose");
        });

        var response = await app.Client.GetAsync("/inspected/1");

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(["kept"], response.Headers.GetValues("X-Before"));
    }

    [Fact]
    public async Task The_endpoint_and_the_method_of_a_function_can_be_found()
    {
        (string? Endpoint, object? Id, ReturnsAttribute<Order>? Returns, bool Loaded) seen = default;
        await using var app = await StartAsync(async (context, next) =>
        {
            if (context.GetHttpContext() is { } http)
            {
                var assembly = Assembly.LoadFrom(context.FunctionDefinition.PathToAssembly);
                var entryPoint = context.FunctionDefinition.EntryPoint;
                var split = entryPoint.LastIndexOf('.');
                var method = assembly.GetType(entryPoint[..split])!.GetMethod(entryPoint[(split + 1)..])!;
                seen = (http.GetEndpoint()?.DisplayName, http.Request.RouteValues["id"],
                    method.GetCustomAttribute<ReturnsAttribute<Order>>(), assembly == typeof(MiddlewareFunctions).Assembly);
            }

            await next();
        });

        await app.Client.GetAsync("/inspected/7");

        Assert.Equal(("Inspected", "7", 200, true), (seen.Endpoint, seen.Id, seen.Returns?.Status, seen.Loaded));
    }

    private static Task<TestApp> StartAsync(Func<FunctionContext, Func<Task>, Task> middleware) =>
        TestApp.StartAsync(builder => builder.UseMiddleware(middleware), [], typeof(MiddlewareFunctions));
}
