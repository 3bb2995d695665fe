using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Emulator.Tests.Hosting;

public static class TwiceFunctions
{
    [Function("Twice")]
    public static IResult One(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "twice")] HttpRequest request) =>
        TypedResults.Text(request.Method);

    [Function("TWICE")]
    public static IResult Two(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "twice")] HttpRequest request) =>
        TypedResults.Text(request.Method);
}

public static class TriggerlessFunctions
{
    [Function("Triggerless")]
    public static void Run(FunctionContext context) => _ = context;
}

public static class ConstrainedFunctions
{
    [Function("Constrained")]
    public static void Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "constrained/{id:uuid}")] HttpRequest request) =>
        _ = request;
}

public sealed class FunctionCatalogTests
{
    [Theory]
    [InlineData(typeof(TwiceFunctions), "TWICE")]
    [InlineData(typeof(TriggerlessFunctions), "without a trigger")]
    [InlineData(typeof(ConstrainedFunctions), "'uuid'")]
    public async Task A_function_that_cannot_be_is_refused_at_the_start(Type functions, string told)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(functions));

        Assert.Contains(told, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Http_functions_ask_for_the_web_application()
    {
        var builder = FunctionsApplication.CreateBuilder([
            "--Emulator:FunctionsAssembly=Emulator.Tests",
            "--AzureWebJobs.Triggerless.Disabled=true",
            "--AzureWebJobs.Twice.Disabled=true",
        ]);

        var refused = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Contains("ConfigureFunctionsWebApplication", refused.Message, StringComparison.Ordinal);
    }
}
