using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace Emulator.Tests.Durable;

public sealed record Basket(string Sku, int Quantity);

public static class BasketFunctions
{
    [Function("BasketStart")]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "baskets")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        var basket = await request.ReadFromJsonAsync<Basket>();
        return TypedResults.Text(await client.ScheduleNewOrchestrationInstanceAsync("BasketOrchestrator", basket));
    }

    [Function("BasketState")]
    public static async Task<IResult> State(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "baskets/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        var state = await client.GetInstanceAsync(id, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        return TypedResults.Text($"{state?.RuntimeStatus} {state?.SerializedInput} {state?.SerializedOutput}");
    }

    [Function("BasketOrchestrator")]
    public static async Task<string> Orchestrate([OrchestrationTrigger] TaskOrchestrationContext context, Basket basket)
    {
        var priced = await context.CallActivityAsync<string>("BasketPrice", basket);
        var failure = "";
        try
        {
            await context.CallActivityAsync("BasketFail");
        }
        catch (TaskFailedException exception)
        {
            failure = exception.FailureDetails.ErrorType;
        }

        return $"{priced} {failure} {context.GetInput<Basket>()!.Quantity}";
    }

    [Function("BasketPrice")]
    public static string Price([ActivityTrigger] Basket basket, string instanceId, FunctionContext context) =>
        $"{basket.Sku} {instanceId.Length} {context.FunctionDefinition.Name}";

    [Function("BasketFail")]
    public static void Fail([ActivityTrigger] object? nothing) => throw new InvalidOperationException($"on purpose {nothing}");
}

public sealed class DurableFunctionTests
{
    [Fact]
    public async Task Orchestrators_and_activities_run_through_middleware()
    {
        var seen = new ConcurrentDictionary<string, string>();
        await using var app = await TestApp.StartAsync(
            builder => builder.UseMiddleware(async (context, next) =>
            {
                await next();
                seen[context.FunctionDefinition.Name] = $"{context.FunctionDefinition.InputBindings.Values.Single().Type} {context.GetHttpContext() is null}";
            }),
            [],
            typeof(BasketFunctions));

        await app.Client.PostAsJsonAsync("/baskets", new Basket("a-1", 3));

        await Eventually.TrueAsync(() => seen.ContainsKey("BasketOrchestrator"));
        Assert.Equal("httpTrigger False", seen["BasketStart"]);
        Assert.Equal("activityTrigger True", seen["BasketPrice"]);
        Assert.Equal("orchestrationTrigger True", seen["BasketOrchestrator"]);
        Assert.False(seen.ContainsKey("BasketFail"));
    }

    [Fact]
    public async Task An_orchestration_started_over_http_runs_its_activities_through_the_worker()
    {
        await using var app = await TestApp.StartAsync(typeof(BasketFunctions));

        var started = await app.Client.PostAsJsonAsync("/baskets", new Basket("a-1", 3));
        var id = await started.Content.ReadAsStringAsync();

        var ended = await Eventually.GetAsync(async () =>
            await app.Client.GetStringAsync($"/baskets/{id}") is var state && state.StartsWith("Completed", StringComparison.Ordinal) ? state : null);
        Assert.Equal("""Completed {"Sku":"a-1","Quantity":3} "a-1 32 BasketPrice System.InvalidOperationException 3" """.TrimEnd(), ended);
    }
}
