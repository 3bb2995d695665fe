using System.Collections.Immutable;
using System.Reflection;
using Emulator.Hosting.Binding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Hosting;

/// <summary>A function of the app, with everything an invocation needs compiled beforehand.</summary>
internal sealed class HostedFunction : FunctionDefinition
{
    private readonly ObjectFactory? _activate;
    private readonly InputBinding[] _inputs;
    private readonly FunctionMethod _method;

    public HostedFunction(string name, MethodInfo method)
    {
        var type = method.DeclaringType!;
        Name = name;
        Id = name;
        EntryPoint = $"{type.FullName}.{method.Name}";
        PathToAssembly = type.Assembly.Location;
        Trigger = FunctionTrigger.Of(method);
        Parameters = [.. method.GetParameters().Select(parameter =>
            new FunctionParameter(parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.DefaultValue))];
        InputBindings = ImmutableDictionary<string, BindingMetadata>.Empty
            .Add(Trigger.Parameter.Name!, new FunctionBinding(Trigger.Parameter.Name!, Trigger.BindingType, BindingDirection.In));
        _activate = method.IsStatic ? null : ActivatorUtilities.CreateFactory(type, []);
        _inputs = [.. method.GetParameters().Select(parameter => InputBindingFactory.Create(parameter, Trigger))];
        _method = FunctionMethodCompiler.Compile(method);
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    public FunctionTrigger Trigger { get; }

    /// <summary>Binds the arguments, makes the function's class in the invocation's scope and calls the method.</summary>
    public async Task<object?> InvokeAsync(FunctionInvocation invocation)
    {
        var arguments = _inputs.Length == 0 ? [] : new object?[_inputs.Length];
        for (var i = 0; i < _inputs.Length; i++)
            arguments[i] = await _inputs[i](invocation);
        var instance = _activate?.Invoke(invocation.InstanceServices, null);
        return await _method(instance, arguments);
    }

    private sealed class FunctionBinding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
