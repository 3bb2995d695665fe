using Microsoft.Azure.Functions.Worker;

namespace Emulator.Hosting.Binding;

/// <summary>What started an invocation: the trigger parameter's value, and the data that other parameters are bound to by name.</summary>
internal abstract class TriggerData : BindingContext
{
    /// <summary>The trigger parameter's value as the given type; null where the real worker binds nothing.</summary>
    public abstract object? ReadValue(Type type);

    /// <summary>The datum of that name, or null.</summary>
    public virtual object? Find(string name) => BindingData.GetValueOrDefault(name);
}
