using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Hosting;

internal enum TriggerKind
{
    Http,
    Queue,
    Timer,
    Orchestration,
    Activity,
}

/// <summary>What starts a function: the parameter that carries the trigger attribute.</summary>
internal sealed record FunctionTrigger(TriggerKind Kind, Attribute Attribute, ParameterInfo Parameter)
{
    /// <summary>The trigger's type as function metadata names it, such as <c>httpTrigger</c>.</summary>
    public string BindingType => Kind switch
    {
        TriggerKind.Http => "httpTrigger",
        TriggerKind.Queue => "queueTrigger",
        TriggerKind.Timer => "timerTrigger",
        TriggerKind.Orchestration => "orchestrationTrigger",
        TriggerKind.Activity => "activityTrigger",
        _ => throw new InvalidOperationException($"Trigger {Kind} has no binding type."),
    };

    public static FunctionTrigger Of(MethodInfo method)
    {
        foreach (var parameter in method.GetParameters())
        {
            foreach (var attribute in parameter.GetCustomAttributes())
            {
                if (KindOf(attribute) is { } kind)
                    return new FunctionTrigger(kind, attribute, parameter);
            }
        }

        throw new InvalidOperationException(
            $"{method.DeclaringType}.{method.Name} is a function without a trigger: put a trigger attribute on a parameter.");
    }

    private static TriggerKind? KindOf(Attribute attribute) => attribute switch
    {
        HttpTriggerAttribute => TriggerKind.Http,
        QueueTriggerAttribute => TriggerKind.Queue,
        TimerTriggerAttribute => TriggerKind.Timer,
        OrchestrationTriggerAttribute => TriggerKind.Orchestration,
        ActivityTriggerAttribute => TriggerKind.Activity,
        _ => null,
    };
}
