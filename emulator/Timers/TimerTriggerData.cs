using System.Collections.Immutable;
using Emulator.Hosting.Binding;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Timers;

internal sealed class TimerTriggerData(TimerInfo timer) : TriggerData
{
    public override IReadOnlyDictionary<string, object?> BindingData => ImmutableDictionary<string, object?>.Empty;

    public override object? ReadValue(Type type) => type == typeof(TimerInfo) ? timer : null;
}
