using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Emulator.Http;

/// <summary>The constraints of a template, such as <c>{id:guid}</c>.</summary>
internal static class RouteConstraints
{
    private static readonly DefaultInlineConstraintResolver Resolver =
        new(Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());

    public static List<(string Parameter, IRouteConstraint Constraint)> Of(RoutePattern pattern)
    {
        var constraints = new List<(string, IRouteConstraint)>();
        foreach (var parameter in pattern.Parameters)
        {
            foreach (var policy in parameter.ParameterPolicies)
            {
                var constraint = Resolver.ResolveConstraint(policy.Content!)
                    ?? throw new InvalidOperationException($"Route '{pattern.RawText}' has an unknown constraint '{policy.Content}'.");
                constraints.Add((parameter.Name, constraint));
            }
        }

        return constraints;
    }
}
