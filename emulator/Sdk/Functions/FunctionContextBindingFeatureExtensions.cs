using Emulator.Hosting;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) => new TypedInvocationResult<T>(context.GetInvocationResult());

    public static InvocationResult GetInvocationResult(this FunctionContext context) => ((FunctionInvocation)context).Result;
}
