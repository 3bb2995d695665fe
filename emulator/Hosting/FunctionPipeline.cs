using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Emulator.Hosting;

/// <summary>The worker's middleware, outermost first, around the function itself.</summary>
internal sealed class FunctionPipeline(FunctionExecutionDelegate outermost)
{
    public Task RunAsync(FunctionInvocation invocation) => outermost(invocation);
}

internal sealed class FunctionPipelineBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public void Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Add(middleware);

    public FunctionPipeline Build()
    {
        FunctionExecutionDelegate next = ExecuteAsync;
        for (var i = _middleware.Count - 1; i >= 0; i--)
            next = _middleware[i](next);
        return new FunctionPipeline(next);
    }

    private static async Task ExecuteAsync(FunctionContext context)
    {
        var invocation = (FunctionInvocation)context;
        invocation.Result.Value = await invocation.Function.InvokeAsync(invocation);
    }
}
