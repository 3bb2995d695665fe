using Microsoft.Azure.Functions.Worker;

namespace Emulator.Hosting;

/// <summary>The same result under the type that middleware expects it to have.</summary>
internal sealed class TypedInvocationResult<T>(InvocationResult untyped) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)untyped.Value;
        set => untyped.Value = value;
    }
}
