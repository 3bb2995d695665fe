using System.Reflection;
using Emulator.Hosting.Binding;
using Microsoft.DurableTask;

namespace Emulator.Durable;

/// <summary>An orchestrator's context; parameters beside it take the orchestration's input.</summary>
internal sealed class OrchestrationTriggerData(TaskOrchestrationContext context) : TriggerData
{
    private readonly TaskOrchestrationContext _context = context;

    public override IReadOnlyDictionary<string, object?> BindingData =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = _context.InstanceId };

    public static InputBinding InputBinding(Type type)
    {
        var read = typeof(OrchestrationTriggerData)
            .GetMethod(nameof(ReadInput), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<TaskOrchestrationContext, object?>>();
        return invocation => new(read(((OrchestrationTriggerData)invocation.Trigger)._context));
    }

    public override object? ReadValue(Type type) => type.IsInstanceOfType(_context) ? _context : null;

    private static object? ReadInput<T>(TaskOrchestrationContext context) => context.GetInput<T>();
}
