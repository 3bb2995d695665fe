using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Emulator.Hosting;

/// <summary>The functions of an assembly in the host's order: by name, ordinal, ignoring case.</summary>
internal sealed class FunctionCatalog
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, HostedFunction> _byName;

    private FunctionCatalog(List<HostedFunction> functions)
    {
        All = functions;
        Http = OfKind(TriggerKind.Http);
        Queue = OfKind(TriggerKind.Queue);
        Timer = OfKind(TriggerKind.Timer);
        _byName = functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<HostedFunction> All { get; }

    public IReadOnlyList<HostedFunction> Http { get; }

    public IReadOnlyList<HostedFunction> Queue { get; }

    public IReadOnlyList<HostedFunction> Timer { get; }

    public bool UseDurable => All.Any(function => function.Trigger.Kind is TriggerKind.Orchestration or TriggerKind.Activity);

    /// <summary>Loads all functions but those that a setting <c>AzureWebJobs.[name].Disabled</c> turns off.</summary>
    /// <exception cref="InvalidOperationException">Two functions share a name, or a function has no trigger.</exception>
    public static FunctionCatalog Load(Assembly assembly, IConfiguration configuration)
    {
        var functions = new List<HostedFunction>();
        foreach (var method in assembly.GetTypes().SelectMany(type => type.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute && !IsDisabled(attribute.Name, configuration))
                functions.Add(new HostedFunction(attribute.Name, method));
        }

        functions.Sort((left, right) => string.Compare(left.Name, right.Name, StringComparison.OrdinalIgnoreCase));
        RefuseDuplicates(functions);
        return new FunctionCatalog(functions);
    }

    public HostedFunction? Find(string name, TriggerKind kind) =>
        _byName.TryGetValue(name, out var function) && function.Trigger.Kind == kind ? function : null;

    private static bool IsDisabled(string name, IConfiguration configuration) =>
        string.Equals(configuration[$"AzureWebJobs.{name}.Disabled"], bool.TrueString, StringComparison.OrdinalIgnoreCase);

    private static void RefuseDuplicates(List<HostedFunction> functions)
    {
        foreach (var (first, second) in functions.Zip(functions.Skip(1)))
        {
            if (first.Name.Equals(second.Name, StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"Two functions are named {second.Name}: {first.EntryPoint}, {second.EntryPoint}.");
        }
    }

    private List<HostedFunction> OfKind(TriggerKind kind) => All.Where(function => function.Trigger.Kind == kind).ToList();
}
