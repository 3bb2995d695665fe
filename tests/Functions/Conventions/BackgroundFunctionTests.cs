using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Tests.Conventions;

/// <summary>What holds of every function that no request starts.</summary>
public sealed class BackgroundFunctionTests
{
    private static readonly IReadOnlyList<(MethodInfo Method, string Name)> Functions =
    [
        .. from type in typeof(PlatformApplication).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select (method, function.Name),
    ];

    [Fact]
    public void Names_of_functions_are_unique_whatever_their_case() =>
        Assert.Equal(Functions.Count, Functions.Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void An_orchestrator_is_named_by_its_class_and_is_given_nothing_that_could_differ_in_a_replay()
    {
        var orchestrators = With<OrchestrationTriggerAttribute>();

        Assert.NotEmpty(orchestrators);
        Assert.All(orchestrators, function =>
        {
            Assert.Equal(function.Method.DeclaringType!.Name, function.Name);
            Assert.True(function.Method.IsStatic, "An orchestrator is static: it has no dependencies.");
            Assert.Single(function.Method.GetParameters());
        });
    }

    [Fact]
    public void An_activity_is_named_by_its_method()
    {
        var activities = With<ActivityTriggerAttribute>();

        Assert.NotEmpty(activities);
        Assert.All(activities, function => Assert.Equal(function.Method.Name, function.Name));
    }

    [Fact]
    public void A_timer_is_named_by_its_slice_and_what_it_is_for()
    {
        var timers = With<TimerTriggerAttribute>();

        Assert.NotEmpty(timers);
        Assert.All(timers, function => Assert.StartsWith($"{function.Method.DeclaringType!.Namespace!.Split('.')[^1]}_On", function.Name, StringComparison.Ordinal));
    }

    private static List<(MethodInfo Method, string Name)> With<TTrigger>()
        where TTrigger : Attribute =>
        [.. Functions.Where(function => function.Method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TTrigger))))];
}
