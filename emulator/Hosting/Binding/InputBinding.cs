using System.Reflection;
using Emulator.Durable;
using Emulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Emulator.Hosting.Binding;

/// <summary>Makes the argument for one parameter of a function.</summary>
internal delegate ValueTask<object?> InputBinding(FunctionInvocation invocation);

/// <summary>Decides once, when functions are loaded, how each parameter is bound.</summary>
internal static class InputBindingFactory
{
    public static InputBinding Create(ParameterInfo parameter, FunctionTrigger trigger)
    {
        var type = parameter.ParameterType;
        // By its place: where apps start at the same time in one process, reflection may give another object for the same parameter.
        if (parameter.Position == trigger.Parameter.Position)
            return invocation => new(invocation.Trigger.ReadValue(type));
        if (parameter.IsDefined(typeof(FromBodyAttribute)))
            return invocation => HttpRequestBody.ReadAsync(invocation.HttpContext!.Request, type);
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
            return invocation => new(invocation.InstanceServices.GetService(type));
        if (type == typeof(FunctionContext))
            return invocation => new(invocation);
        if (type == typeof(CancellationToken))
            return invocation => new(invocation.CancellationToken);
        if (type == typeof(HttpRequest))
            return invocation => new(invocation.HttpContext?.Request);
        return trigger.Kind == TriggerKind.Orchestration ? OrchestrationTriggerData.InputBinding(type) : ByName(parameter);
    }

    private static InputBinding ByName(ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        var convert = BindingDataConverter.To(parameter.ParameterType);
        return invocation => new(invocation.Trigger.Find(name) is { } value ? convert(value) : absent);
    }
}
