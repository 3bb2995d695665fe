using Emulator.Hosting.Binding;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Hosting;

/// <summary>Runs a function that no HTTP request started: in a scope of its own, through the worker's middleware.</summary>
internal sealed class FunctionRunner(FunctionPipeline pipeline, IServiceScopeFactory scopes)
{
    /// <summary>Returns what the function, or middleware in its place, left as the result. Exceptions come out unchanged.</summary>
    public async Task<object?> RunAsync(HostedFunction function, TriggerData trigger, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var invocation = new FunctionInvocation(function, trigger, scope.ServiceProvider, cancellationToken);
        await pipeline.RunAsync(invocation);
        return invocation.Result.Value;
    }
}
